import { askOr } from '@souk/api/server';
import type { Facets, ProductList } from '@souk/api/types/product';
import { asParams, type ListingQuery } from './query';

export interface Listing {
  query: ListingQuery;
  /** null: it could not be loaded. */
  list: ProductList | null;
  counts: Facets | null;
}

export type LoadedListing = { found: true; listing: Listing; incomplete: boolean } | { found: false };

/** Products and facets of one listing, asked for at once. A category that does not exist is not found. */
export async function loadListing(query: ListingQuery): Promise<LoadedListing> {
  const filters = asParams({ ...query, sort: null, limit: null, cursor: null });
  const [list, counts] = await Promise.all([
    askOr<ProductList>('product', '/products', { ...asParams(query), limit: query.limit ?? 24 }),
    askOr<Facets>('product', '/products/facets', filters),
  ]);
  const refused = list.problem?.status ?? 0;
  if (refused >= 400 && refused < 500) return { found: false };
  return {
    found: true,
    listing: { query, list: list.data ?? null, counts: counts.data ?? null },
    incomplete: list.problem !== undefined || counts.problem !== undefined,
  };
}
