import { api, useIdentity } from '@souk/api';
import type { Address, CodeSent, Me, NewAddress, NewContact, ProfileChange, TypedCode } from '../types/user';
import { user } from './endpoint';

const addressAt = (id: string) => user(`/me/addresses/${encodeURIComponent(id)}`);

/** Who one is, how one is reached, and where parcels go. */
const profileApi = api.injectEndpoints({
  endpoints: (build) => ({
    me: build.query<Me, void>({
      query: () => ({ url: user('/me') }),
      providesTags: ['Me'],
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
  }),
});

/** The signed-in person; nobody else is asked for, so a guest's pages make no 401. */
export function useMe() {
  const identity = useIdentity();
  return profileApi.useMeQuery(undefined, { skip: identity !== 'signed-in' });
}

export const {
  useAddressesQuery,
  useAddAddressMutation,
  useChangeAddressMutation,
  useRemoveAddressMutation,
  useChangeProfileMutation,
  useAskContactMutation,
  useChangeContactMutation,
} = profileApi;
