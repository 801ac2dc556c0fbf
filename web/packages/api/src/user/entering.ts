import { api, way } from '@souk/api';
import type { AcceptInvitation, AskCode, CodeSent, Login, Me, NewPassword, SignUp, TypedCode } from '../types/user';
import { lookAgain, OF_A_PERSON, user } from './endpoint';

/** Every way in, and the way out. */
export const enteringApi = api.injectEndpoints({
  endpoints: (build) => ({
    askSignUp: build.mutation<CodeSent, SignUp>({
      query: (body) => ({ ...way.signUp(), body }),
    }),
    signUpByCode: build.mutation<Me, TypedCode>({
      query: (body) => ({ ...way.signUpByCode(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: OF_A_PERSON,
    }),
    login: build.mutation<Me, Login>({
      query: (body) => ({ ...way.login(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: OF_A_PERSON,
    }),
    finishLogin: build.mutation<Me, TypedCode>({
      query: (body) => ({ ...way.finishLogin(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: OF_A_PERSON,
    }),
    acceptInvitation: build.mutation<Me, AcceptInvitation & { userType: 'seller' | 'admin' }>({
      query: ({ userType, ...body }) => ({ url: user(`/auth/${userType}/invitations/accept`), method: 'POST', body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: OF_A_PERSON,
    }),
    askCode: build.mutation<CodeSent, AskCode>({
      query: (body) => ({ ...way.askCode(), body }),
    }),
    loginByCode: build.mutation<Me, TypedCode>({
      query: (body) => ({ ...way.loginByCode(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: OF_A_PERSON,
    }),
    resetPassword: build.mutation<Me, NewPassword>({
      query: (body) => ({ ...way.resetPassword(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: OF_A_PERSON,
    }),
    logout: build.mutation<null, void>({
      query: () => way.logout(),
      onQueryStarted: (_none, { queryFulfilled }) => lookAgain(queryFulfilled),
    }),
  }),
});

export const {
  useAskSignUpMutation,
  useSignUpByCodeMutation,
  useLoginMutation,
  useFinishLoginMutation,
  useAcceptInvitationMutation,
  useAskCodeMutation,
  useLoginByCodeMutation,
  useResetPasswordMutation,
  useLogoutMutation,
} = enteringApi;
