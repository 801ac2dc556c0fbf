import { api, endpoint, identityMayHaveChanged, useIdentity, way } from '@souk/api';
import type {
  AcceptInvitation,
  Address,
  AskCode,
  CodeSent,
  EnrolmentView,
  FactorView,
  LatestExport,
  Login,
  Me,
  NewAddress,
  NewContact,
  NewPassword,
  PasswordChange,
  ProfileChange,
  ProvedByPassword,
  RecoveryCodes,
  SessionList,
  SignUp,
  TypedCode,
  WithBothFactors,
  WishList,
} from './types/user';

const user = (path: string) => endpoint('user', path);
/** What somebody else would see otherwise. */
const OF_A_PERSON = ['Me', 'Addresses', 'Orders', 'Cart', 'Checkout', 'Sessions', 'SecondFactor', 'Export', 'Wishlist'] as const;

const wishAt = (productId: string) => user(`/wishlist/${encodeURIComponent(productId)}`);
/** A file, for the browser itself to fetch. */
export const exportDocument = (id: string) => user(`/me/exports/${encodeURIComponent(id)}/document`);
const addressAt = (id: string) => user(`/me/addresses/${encodeURIComponent(id)}`);

const reads = api.injectEndpoints({
  endpoints: (build) => ({
    me: build.query<Me, void>({
      query: () => ({ url: user('/me') }),
      providesTags: ['Me'],
    }),
    addresses: build.query<{ items: Address[] }, void>({
      query: () => ({ url: user('/me/addresses') }),
      providesTags: ['Addresses'],
    }),
    sessions: build.query<SessionList, void>({
      query: () => ({ url: user('/me/sessions') }),
      providesTags: ['Sessions'],
    }),
    secondFactor: build.query<FactorView, void>({
      query: () => ({ url: user('/me/second-factor') }),
      providesTags: ['SecondFactor'],
    }),
    wishlist: build.query<WishList, void>({
      query: () => ({ url: user('/wishlist') }),
      providesTags: ['Wishlist'],
    }),
  }),
});

type Dispatch = (action: ReturnType<typeof reads.util.upsertQueryData>) => unknown;

/** A write answers with the whole list, so nobody has to ask again. */
async function keepWishes(dispatch: Dispatch, fulfilled: Promise<{ data: WishList }>): Promise<void> {
  const answer = await fulfilled.catch(() => undefined); // the mutation's own result carries the failure
  if (answer) dispatch(reads.util.upsertQueryData('wishlist', undefined, answer.data));
}

const withWishes = reads.injectEndpoints({
  endpoints: (build) => ({
    addWish: build.mutation<WishList, { productId: string; handle: string }>({
      query: ({ productId, handle }) => ({ url: wishAt(productId), method: 'PUT', body: { handle }, shopper: true }),
      onQueryStarted: (_wish, { dispatch, queryFulfilled }) => keepWishes(dispatch, queryFulfilled),
    }),
    removeWish: build.mutation<WishList, { productId: string }>({
      query: ({ productId }) => ({ url: wishAt(productId), method: 'DELETE' }),
      onQueryStarted: (_wish, { dispatch, queryFulfilled }) => keepWishes(dispatch, queryFulfilled),
    }),
    mergeWishlist: build.mutation<WishList, void>({
      query: () => ({ url: user('/wishlist/merge'), method: 'POST' }),
      invalidatesTags: ['Wishlist'],
    }),
  }),
});

const withProfile = withWishes.injectEndpoints({
  endpoints: (build) => ({
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

const withFactor = withProfile.injectEndpoints({
  endpoints: (build) => ({
    enrolFactor: build.mutation<EnrolmentView, { password: string }>({
      query: (body) => ({ url: user('/me/second-factor'), method: 'POST', body }),
    }),
    /** The page that shows the recovery codes looks again afterwards, or it would be told at once that all is set up. */
    confirmFactor: build.mutation<RecoveryCodes, TypedCode>({
      query: (body) => ({ url: user('/me/second-factor/confirm'), method: 'POST', body }),
    }),
    renewRecoveryCodes: build.mutation<RecoveryCodes, WithBothFactors>({
      query: (body) => ({ url: user('/me/second-factor/recovery-codes'), method: 'POST', body }),
      invalidatesTags: ['SecondFactor'],
    }),
    switchFactorOff: build.mutation<null, WithBothFactors>({
      query: (body) => ({ url: user('/me/second-factor/off'), method: 'POST', body }),
      invalidatesTags: ['SecondFactor'],
    }),
  }),
});

const withPrivacy = withFactor.injectEndpoints({
  endpoints: (build) => ({
    latestExport: build.query<LatestExport, void>({
      query: () => ({ url: user('/me/export') }),
      providesTags: ['Export'],
    }),
    askExport: build.mutation<LatestExport, ProvedByPassword>({
      query: (body) => ({ url: user('/me/export'), method: 'POST', body }),
      invalidatesTags: ['Export'],
    }),
    askDeletion: build.mutation<CodeSent, ProvedByPassword>({
      query: (body) => ({ url: user('/me/deletion/code'), method: 'POST', body }),
    }),
    deleteAccount: build.mutation<null, TypedCode>({
      query: (body) => ({ url: user('/me/deletion'), method: 'POST', body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
    }),
  }),
});

export const userApi = withPrivacy.injectEndpoints({
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

async function lookAgain(fulfilled: Promise<unknown>): Promise<void> {
  await fulfilled.catch(() => undefined); // the mutation's own result carries the failure
  identityMayHaveChanged();
}

/** The signed-in person; nobody else is asked for, so a guest's pages make no 401. */
export function useMe() {
  const identity = useIdentity();
  return userApi.useMeQuery(undefined, { skip: identity !== 'signed-in' });
}

/** All of it in one request, however many hearts a page has; a visitor without any cookie has none, and is not asked for. */
export function useWishlist() {
  const identity = useIdentity();
  return userApi.useWishlistQuery(undefined, { skip: identity === 'nobody' });
}

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
  useAddressesQuery,
  useAddAddressMutation,
  useChangeAddressMutation,
  useRemoveAddressMutation,
  useChangeProfileMutation,
  useAskContactMutation,
  useChangeContactMutation,
  useChangePasswordMutation,
  useSecondFactorQuery,
  useEnrolFactorMutation,
  useConfirmFactorMutation,
  useRenewRecoveryCodesMutation,
  useSwitchFactorOffMutation,
  useLatestExportQuery,
  useLazyLatestExportQuery,
  useAskExportMutation,
  useAskDeletionMutation,
  useDeleteAccountMutation,
  useAddWishMutation,
  useRemoveWishMutation,
  useMergeWishlistMutation,
  useSessionsQuery,
  useSignOutThereMutation,
  useSignOutEverywhereElseMutation,
} = userApi;
