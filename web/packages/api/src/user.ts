import { api, endpoint, identityMayHaveChanged, useIdentity, way } from '@souk/api';
import type { Address, AskCode, CodeSent, Login, Me, NewAddress, NewPassword, SignUp, TypedCode } from './types/user';

const user = (path: string) => endpoint('user', path);

export const userApi = api.injectEndpoints({
  endpoints: (build) => ({
    me: build.query<Me, void>({
      query: () => ({ url: user('/me') }),
      providesTags: ['Me'],
    }),
    askSignUp: build.mutation<CodeSent, SignUp>({
      query: (body) => ({ ...way.signUp(), body }),
    }),
    signUpByCode: build.mutation<Me, TypedCode>({
      query: (body) => ({ ...way.signUpByCode(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: ['Me', 'Addresses', 'Orders', 'Cart', 'Checkout'],
    }),
    login: build.mutation<Me, Login>({
      query: (body) => ({ ...way.login(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: ['Me', 'Addresses', 'Orders', 'Cart', 'Checkout'],
    }),
    askCode: build.mutation<CodeSent, AskCode>({
      query: (body) => ({ ...way.askCode(), body }),
    }),
    loginByCode: build.mutation<Me, TypedCode>({
      query: (body) => ({ ...way.loginByCode(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: ['Me', 'Addresses', 'Orders', 'Cart', 'Checkout'],
    }),
    resetPassword: build.mutation<Me, NewPassword>({
      query: (body) => ({ ...way.resetPassword(), body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: ['Me', 'Addresses', 'Orders', 'Cart', 'Checkout'],
    }),
    logout: build.mutation<null, void>({
      query: () => way.logout(),
      onQueryStarted: (_none, { queryFulfilled }) => lookAgain(queryFulfilled),
    }),
    addresses: build.query<{ items: Address[] }, void>({
      query: () => ({ url: user('/me/addresses') }),
      providesTags: ['Addresses'],
    }),
    addAddress: build.mutation<Address, NewAddress>({
      query: (body) => ({ url: user('/me/addresses'), method: 'POST', body }),
      invalidatesTags: ['Addresses'],
    }),
  }),
});

async function lookAgain(fulfilled: Promise<unknown>): Promise<void> {
  await fulfilled.catch(() => undefined); // the mutation's own result carries the failure
  identityMayHaveChanged();
}

/** The signed-in person; nobody else is asked for, so a guest's pages make no 401. */
export function useMe() {
  const identity = useIdentity();
  return userApi.useMeQuery(undefined, { skip: identity !== 'signed-in' });
}

export const {
  useAskSignUpMutation,
  useSignUpByCodeMutation,
  useLoginMutation,
  useAskCodeMutation,
  useLoginByCodeMutation,
  useResetPasswordMutation,
  useLogoutMutation,
  useAddressesQuery,
  useAddAddressMutation,
} = userApi;
