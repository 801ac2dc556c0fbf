import { api, useIdentity } from '@souk/api';
import type { WishList } from '../types/user';
import { user } from './endpoint';

const wishAt = (productId: string) => user(`/wishlist/${encodeURIComponent(productId)}`);

const reads = api.injectEndpoints({
  endpoints: (build) => ({
    wishlist: build.query<WishList, void>({
      query: () => ({ url: user('/wishlist') }),
      providesTags: ['Wishlist'],
    }),
  }),
});

interface Write {
  dispatch: (action: ReturnType<typeof reads.util.upsertQueryData>) => unknown;
  queryFulfilled: Promise<{ data: WishList }>;
}

/** A write answers with the whole list, so nobody has to ask again. */
async function keepWishes(_asked: unknown, { dispatch, queryFulfilled }: Write): Promise<void> {
  const answer = await queryFulfilled.catch(() => undefined); // the mutation's own result carries the failure
  if (answer) dispatch(reads.util.upsertQueryData('wishlist', undefined, answer.data));
}

const wishesApi = reads.injectEndpoints({
  endpoints: (build) => ({
    addWish: build.mutation<WishList, { productId: string; handle: string }>({
      query: ({ productId, handle }) => ({ url: wishAt(productId), method: 'PUT', body: { handle }, shopper: true }),
      onQueryStarted: keepWishes,
    }),
    removeWish: build.mutation<WishList, { productId: string }>({
      query: ({ productId }) => ({ url: wishAt(productId), method: 'DELETE' }),
      onQueryStarted: keepWishes,
    }),
    mergeWishlist: build.mutation<WishList, void>({
      query: () => ({ url: user('/wishlist/merge'), method: 'POST' }),
      invalidatesTags: ['Wishlist'],
    }),
  }),
});

/** All of it in one request, however many hearts a page has; a visitor without any cookie has none, and is not asked for. */
export function useWishlist() {
  const identity = useIdentity();
  return wishesApi.useWishlistQuery(undefined, { skip: identity === 'nobody' });
}

export const { useAddWishMutation, useRemoveWishMutation, useMergeWishlistMutation } = wishesApi;
