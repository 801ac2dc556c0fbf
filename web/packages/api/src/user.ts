import { api, endpoint, identityMayHaveChanged, useIdentity, way } from '@souk/api';
import type {
  Address,
  AskCode,
  CodeSent,
  Login,
  Me,
  NewAddress,
  NewContact,
  NewPassword,
  PasswordChange,
  ProfileChange,
  SessionList,
  SignUp,
  TypedCode,
} from './types/user';

const user = (path: string) => endpoint('user', path);
const addressAt = (id: string) => user(`/me/addresses/${encodeURIComponent(id)}`);

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
    changeAddress: build.mutation<Address, NewAddress & { id: string }>({
      query: ({ id, ...body }) => ({ url: addressAt(id), method: 'PUT', body }),
      invalidatesTags: ['Addresses'],
    }),
    removeAddress: build.mutation<null, { id: string }>({
      query: ({ id }) => ({ url: addressAt(id), method: 'DELETE' }),
      invalidatesTags: ['Addresses'],
    }),
    changeProfile: build.mutation<Me, ProfileChange>({
      query: (body) => ({ url: user('/me'), method: 'PATCH', body }),
      invalidatesTags: ['Me'],
    }),
    askContact: build.mutation<CodeSent, NewContact>({
      query: (body) => ({ url: user('/me/contacts'), method: 'POST', body }),
    }),
    changeContact: build.mutation<Me, TypedCode>({
      query: (body) => ({ url: user('/me/contacts/code'), method: 'POST', body }),
      invalidatesTags: ['Me'],
    }),
    changePassword: build.mutation<null, PasswordChange>({
      query: (body) => ({ url: user('/me/password'), method: 'PUT', body }),
      invalidatesTags: ['Sessions'],
    }),
    sessions: build.query<SessionList, void>({
      query: () => ({ url: user('/me/sessions') }),
      providesTags: ['Sessions'],
    }),
    signOutThere: build.mutation<null, { id: string }>({
      query: ({ id }) => ({ url: user(`/me/sessions/${encodeURIComponent(id)}`), method: 'DELETE' }),
      invalidatesTags: ['Sessions'],
    }),
    signOutEverywhereElse: build.mutation<null, void>({
      query: () => ({ url: user('/me/sessions'), method: 'DELETE' }),
      invalidatesTags: ['Sessions'],
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
  useChangeAddressMutation,
  useRemoveAddressMutation,
  useChangeProfileMutation,
  useAskContactMutation,
  useChangeContactMutation,
  useChangePasswordMutation,
  useSessionsQuery,
  useSignOutThereMutation,
  useSignOutEverywhereElseMutation,
} = userApi;
