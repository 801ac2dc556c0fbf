import { api, endpoint, send, type Query } from '@souk/api';
import type { Categories, Facets, ProductList, ProductView, Suggestions } from './types/product';

export const productApi = api.injectEndpoints({
  endpoints: (build) => ({
    products: build.query<ProductList, Query>({
      query: (params) => ({ url: endpoint('product', '/products'), params }),
    }),
    facets: build.query<Facets, Query>({
      query: (params) => ({ url: endpoint('product', '/products/facets'), params }),
    }),
    product: build.query<ProductView, { handle: string }>({
      query: ({ handle }) => ({ url: endpoint('product', `/products/${encodeURIComponent(handle)}`) }),
      providesTags: (_view, _error, { handle }) => [{ type: 'Product', id: handle }],
    }),
  }),
});

export const { useProductsQuery, useFacetsQuery, useProductQuery } = productApi;

/** Suggestions while typing: not kept in the cache, and the previous question is dropped by its signal. */
export function suggestions(q: string, signal: AbortSignal): Promise<Suggestions> {
  return send({ url: endpoint('product', '/suggestions'), params: { q }, signal, timeoutS: 3 });
}

/** The category tree, for a header whose page was not rendered with it. */
export function categories(): Promise<Categories> {
  return send({ url: endpoint('product', '/categories'), timeoutS: 4 });
}
