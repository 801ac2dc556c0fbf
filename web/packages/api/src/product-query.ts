import { api, endpoint } from '@souk/api';
import type { ProductView } from './types/product';

/** Apart from product.ts, which pages without a store import. */
const productApi = api.injectEndpoints({
  endpoints: (build) => ({
    product: build.query<ProductView, { handle: string }>({
      query: ({ handle }) => ({ url: endpoint('product', `/products/${encodeURIComponent(handle)}`) }),
    }),
  }),
});

export const { useProductQuery } = productApi;
