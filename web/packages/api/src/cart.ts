import { api, endpoint, useIdentity } from '@souk/api';
import type { CartView, Checkout, CheckoutChange, MergedCartView } from './types/cart';

const cart = (path = '') => endpoint('cart', `/cart${path}`);
/** A SKU travels in the body: in a path, proxies decode it and fold its slashes and dots. */
const items = () => cart('/items');
const checkout = () => endpoint('cart', '/checkout');

const reads = api.injectEndpoints({
  endpoints: (build) => ({
    cart: build.query<CartView, void>({
      query: () => ({ url: cart() }),
      providesTags: ['Cart'],
    }),
    checkout: build.query<Checkout, void>({
      query: () => ({ url: checkout() }),
      providesTags: ['Checkout'],
    }),
  }),
});

interface Write {
  dispatch: (action: ReturnType<typeof reads.util.upsertQueryData>) => unknown;
  queryFulfilled: Promise<{ data: CartView }>;
}

/** A write answers with the whole cart, so nobody has to ask again. */
async function keepAnswer(_asked: unknown, { dispatch, queryFulfilled }: Write): Promise<void> {
  const answer = await queryFulfilled.catch(() => undefined); // the mutation's own result carries the failure
  if (answer) dispatch(reads.util.upsertQueryData('cart', undefined, answer.data));
}

const cartApi = reads.injectEndpoints({
  endpoints: (build) => ({
    addItem: build.mutation<CartView, { sku: string; quantity: number }>({
      query: (body) => ({ url: items(), method: 'POST', body, act: 'each', shopper: true }),
      onQueryStarted: async (line, write) => {
        // The badge counts at once; the answer, or its absence, settles it.
        const counted = write.dispatch(reads.util.updateQueryData('cart', undefined, (bag) => void (bag.item_count += line.quantity)));
        await write.queryFulfilled.catch(() => counted.undo());
        await keepAnswer(line, write);
      },
      invalidatesTags: ['Checkout'],
    }),
    changeQuantity: build.mutation<CartView, { sku: string; quantity: number }>({
      query: (body) => ({ url: items(), method: 'PUT', body, shopper: true }),
      onQueryStarted: keepAnswer,
      invalidatesTags: ['Checkout'],
    }),
    removeItem: build.mutation<CartView, { sku: string }>({
      query: ({ sku }) => ({ url: items(), method: 'PUT', body: { sku, quantity: 0 }, shopper: true }),
      onQueryStarted: keepAnswer,
      invalidatesTags: ['Checkout'],
    }),
    saveForLater: build.mutation<CartView, { sku: string }>({
      query: (body) => ({ url: cart('/saved'), method: 'POST', body, shopper: true }),
      onQueryStarted: keepAnswer,
      invalidatesTags: ['Checkout'],
    }),
    moveToBag: build.mutation<CartView, { sku: string }>({
      query: (body) => ({ url: cart('/saved/moves'), method: 'POST', body, shopper: true }),
      onQueryStarted: keepAnswer,
      invalidatesTags: ['Checkout'],
    }),
    removeSaved: build.mutation<CartView, { sku: string }>({
      query: (body) => ({ url: cart('/saved/removals'), method: 'POST', body, shopper: true }),
      onQueryStarted: keepAnswer,
    }),
    enterCoupon: build.mutation<CartView, { code: string }>({
      query: (body) => ({ url: cart('/coupons'), method: 'POST', body, shopper: true }),
      onQueryStarted: keepAnswer,
      invalidatesTags: ['Checkout'],
    }),
    removeCoupon: build.mutation<CartView, { code: string }>({
      query: (body) => ({ url: cart('/coupons/removals'), method: 'POST', body, shopper: true }),
      onQueryStarted: keepAnswer,
      invalidatesTags: ['Checkout'],
    }),
    mergeCart: build.mutation<MergedCartView, void>({
      query: () => ({ url: cart('/merge'), method: 'POST' }),
      invalidatesTags: ['Cart', 'Checkout'],
    }),
    saveCheckout: build.mutation<Checkout, CheckoutChange>({
      query: (body) => ({ url: checkout(), method: 'PUT', body, shopper: true }),
      onQueryStarted: async (_choice, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => undefined);
        if (!answer) return;
        dispatch(reads.util.upsertQueryData('checkout', undefined, answer.data));
        dispatch(reads.util.upsertQueryData('cart', undefined, answer.data.cart));
      },
    }),
  }),
});

/** The cart of whoever is here; a visitor without any cookie has none, and the service is not asked. */
export function useCart({ pollMs = 0 }: { pollMs?: number } = {}) {
  const identity = useIdentity();
  return cartApi.useCartQuery(undefined, { skip: identity === 'nobody', pollingInterval: pollMs });
}

export const {
  useAddItemMutation,
  useChangeQuantityMutation,
  useRemoveItemMutation,
  useSaveForLaterMutation,
  useMoveToBagMutation,
  useRemoveSavedMutation,
  useEnterCouponMutation,
  useRemoveCouponMutation,
  useMergeCartMutation,
  useCheckoutQuery,
  useSaveCheckoutMutation,
} = cartApi;
