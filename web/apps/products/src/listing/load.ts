import type { Code } from '@souk/api/errors';
import { askOr } from '@souk/api/server';
import type { Categories, Category, Facets, ProductList } from '@souk/api/types/product';
import { bounded } from './facets';
import { asParams, type ListingQuery } from './query';

export interface Listing {
  query: ListingQuery;
  /** null: it could not be loaded. */
  list: ProductList | null;
  counts: Facets | null;
}

/** `wrong`: the address names a category that the shop has not, or something that product cannot read. */
export type LoadedListing = { listing: Listing; incomplete: boolean } | { wrong: 'category' | 'address' };

const UNREADABLE: ReadonlySet<Code | undefined> = new Set(['invalid-request', 'cursor-invalid', 'cursor-of-other-sort', 'text-unstorable']);

/** Products and facets of one listing, asked for at once. */
export async function loadListing(query: ListingQuery): Promise<LoadedListing> {
  const filters = asParams({ ...query, sort: null, limit: null, cursor: null });
  const [list, counts] = await Promise.all([
    askOr<ProductList>('product', '/products', { ...asParams(query), limit: query.limit ?? 24 }),
    askOr<Facets>('product', '/products/facets', filters),
  ]);
  if (list.problem?.code === 'unknown-category') return { wrong: 'category' };
  if (UNREADABLE.has(list.problem?.code)) return { wrong: 'address' };
  if (list.data?.items.length === 0 && query.category !== null && !(await isCategory(query.category))) return { wrong: 'category' };
  const facets = counts.data && { ...counts.data, facets: bounded(counts.data.facets) };
  return {
    listing: { query, list: list.data ?? null, counts: facets ?? null },
    incomplete: list.problem !== undefined || counts.problem !== undefined,
  };
}

/** While product cannot tell, an empty list is an empty category. */
async function isCategory(slug: string): Promise<boolean> {
  const { data } = await askOr<Categories>('product', '/categories');
  const isIn = (tree: readonly Category[]): boolean => tree.some((one) => one.slug === slug || isIn(one.children));
  return data === undefined || isIn(data.items);
}
