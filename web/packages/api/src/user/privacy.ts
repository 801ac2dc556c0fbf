import { api } from '@souk/api';
import type { CodeSent, LatestExport, ProvedByPassword, TypedCode } from '../types/user';
import { lookAgain, user } from './endpoint';

/** A file, for the browser itself to fetch. */
export const exportDocument = (id: string) => user(`/me/exports/${encodeURIComponent(id)}/document`);

/** A copy of everything, and good-bye. */
export const { useLatestExportQuery, useLazyLatestExportQuery, useAskExportMutation, useAskDeletionMutation, useDeleteAccountMutation } =
  api.injectEndpoints({
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
