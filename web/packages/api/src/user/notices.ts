import { api, useIdentity } from '@souk/api';
import type { NoticeList } from '../types/user';
import { user } from './endpoint';

/** A variant by its SKU, or whichever of the product comes first. */
export interface Awaited {
  productId: string;
  sku: string | null;
}

const noticeAt = (productId: string) => user(`/stock-notices/${encodeURIComponent(productId)}`);

const reads = api.injectEndpoints({
  endpoints: (build) => ({
    notices: build.query<NoticeList, void>({ query: () => ({ url: user('/stock-notices') }), providesTags: ['Notices'] }),
  }),
});

interface Write {
  dispatch: (action: ReturnType<typeof reads.util.upsertQueryData>) => unknown;
  queryFulfilled: Promise<{ data: NoticeList }>;
}

/** A write answers with all there are, so nobody has to ask again. */
async function keepNotices(_asked: unknown, { dispatch, queryFulfilled }: Write): Promise<void> {
  const answer = await queryFulfilled.catch(() => undefined); // the mutation's own result carries the failure
  if (answer) dispatch(reads.util.upsertQueryData('notices', undefined, answer.data));
}

const noticesApi = reads.injectEndpoints({
  endpoints: (build) => ({
    askNotice: build.mutation<NoticeList, Awaited & { handle: string; email: string | null }>({
      query: ({ productId, ...body }) => ({ url: noticeAt(productId), method: 'PUT', body, shopper: true }),
      onQueryStarted: keepNotices,
    }),
    takeBackNotice: build.mutation<NoticeList, Awaited>({
      query: ({ productId, sku }) => ({
        url: noticeAt(productId) + (sku === null ? '' : `?sku=${encodeURIComponent(sku)}`),
        method: 'DELETE',
      }),
      onQueryStarted: keepNotices,
    }),
    mergeNotices: build.mutation<NoticeList, void>({
      query: () => ({ url: user('/stock-notices/merge'), method: 'POST' }),
      invalidatesTags: ['Notices'],
    }),
    stopNotices: build.mutation<null, { token: string }>({
      query: (body) => ({ url: user('/stock-notices/stop'), method: 'POST', body }),
    }),
  }),
});

/** All that the shopper waits for, in one request; a visitor without any cookie waits for nothing, and is not asked for. */
export function useNotices() {
  const identity = useIdentity();
  return noticesApi.useNoticesQuery(undefined, { skip: identity === 'nobody' });
}

export const { useAskNoticeMutation, useTakeBackNoticeMutation, useMergeNoticesMutation, useStopNoticesMutation } = noticesApi;
