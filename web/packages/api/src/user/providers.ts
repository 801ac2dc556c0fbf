import { api } from '@souk/api';
import type { BroughtBack, LinkedLoginList, Me, Onward, ProviderList } from '../types/user';
import { lookAgain, OF_A_PERSON, user } from './endpoint';

const providerAt = (name: string) => user(`/auth/customer/providers/${encodeURIComponent(name)}`);
const linkedAt = (nameOrId: string) => user(`/me/linked-logins/${encodeURIComponent(nameOrId)}`);

/** Logins at providers (OpenID Connect), for customers alone; the browser itself goes to the address that is answered. */
export const {
  useProvidersQuery,
  useBeginAtProviderMutation,
  useReturnFromProviderMutation,
  useLinkedLoginsQuery,
  useLinkWhatWaitsMutation,
  useBeginLinkMutation,
  useReturnToLinkMutation,
  useUnlinkLoginMutation,
} = api.injectEndpoints({
  endpoints: (build) => ({
    providers: build.query<ProviderList, void>({
      query: () => ({ url: user('/auth/customer/providers') }),
    }),
    beginAtProvider: build.mutation<Onward, { provider: string }>({
      query: ({ provider }) => ({ url: providerAt(provider), method: 'POST' }),
    }),
    returnFromProvider: build.mutation<Me, BroughtBack & { provider: string }>({
      query: ({ provider, ...body }) => ({ url: `${providerAt(provider)}/return`, method: 'POST', body }),
      onQueryStarted: (_body, { queryFulfilled }) => lookAgain(queryFulfilled),
      invalidatesTags: OF_A_PERSON,
    }),
    linkedLogins: build.query<LinkedLoginList, void>({
      query: () => ({ url: user('/me/linked-logins') }),
      providesTags: ['LinkedLogins'],
    }),
    linkWhatWaits: build.mutation<null, void>({
      query: () => ({ url: user('/me/linked-logins'), method: 'POST' }),
      invalidatesTags: ['LinkedLogins'],
    }),
    beginLink: build.mutation<Onward, { provider: string; password: string }>({
      query: ({ provider, ...body }) => ({ url: linkedAt(provider), method: 'POST', body }),
    }),
    returnToLink: build.mutation<null, BroughtBack & { provider: string }>({
      query: ({ provider, ...body }) => ({ url: `${linkedAt(provider)}/return`, method: 'POST', body }),
      invalidatesTags: ['LinkedLogins'],
    }),
    unlinkLogin: build.mutation<null, { id: string; password: string }>({
      query: ({ id, ...body }) => ({ url: `${linkedAt(id)}/unlink`, method: 'POST', body }),
      invalidatesTags: ['LinkedLogins'],
    }),
  }),
});
