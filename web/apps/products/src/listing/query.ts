import { paths, type Query } from '@souk/api/paths';
import type { ParsedUrlQuery } from 'node:querystring';

export const SORTS = ['relevance', 'newest', 'price', '-price', 'rating', 'name'] as const;
export type Sort = (typeof SORTS)[number];

/** What a listing's address says; keys that mean nothing here are dropped, so they make no page of their own. */
export interface ListingQuery {
  category: string | null;
  q: string | null;
  tag: string | null;
  minPrice: number | null;
  maxPrice: number | null;
  /** So many stars and up. */
  minRating: number | null;
  inStock: boolean;
  onSale: boolean;
  options: Readonly<Record<string, readonly string[]>>;
  sort: Sort | null;
  limit: number | null;
  cursor: string | null;
}

const OPTION = 'option.';
const MOST_PER_PAGE = 48;
const RATINGS = [3, 4];

export function readQuery(query: ParsedUrlQuery): ListingQuery {
  const one = (key: string) => [query[key]].flat()[0]?.trim() || null;
  const amount = (key: string) => {
    const text = one(key);
    return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
  };
  const limit = amount('limit');
  const options = Object.entries(query)
    .filter(([key]) => key.startsWith(OPTION) && key.length > OPTION.length)
    .map(([key, value]) => [key.slice(OPTION.length), [value ?? []].flat().filter(Boolean)] as const)
    .filter(([, values]) => values.length > 0);
  return {
    category: one('category'),
    q: one('q'),
    tag: one('tag'),
    minPrice: amount('min_price'),
    maxPrice: amount('max_price'),
    minRating: RATINGS.find((stars) => String(stars) === one('min_rating')) ?? null,
    inStock: one('in_stock') === 'true',
    onSale: one('on_sale') === 'true',
    options: Object.fromEntries(options),
    sort: SORTS.find((sort) => sort === one('sort')) ?? null,
    limit: limit === null ? null : Math.min(Math.max(limit, 1), MOST_PER_PAGE),
    cursor: one('cursor'),
  };
}

/** What every filter of a listing is without a choice; category, words and order stay. */
export const NO_FILTERS = { options: {}, minPrice: null, maxPrice: null, minRating: null, inStock: false, onSale: false } as const satisfies Partial<ListingQuery>;

/** The same in product's words, keys always in one order: one listing has one address. */
export function asParams(query: ListingQuery): Query {
  return {
    category: query.category,
    q: query.q,
    tag: query.tag,
    min_price: query.minPrice,
    max_price: query.maxPrice,
    min_rating: query.minRating,
    in_stock: query.inStock || null,
    on_sale: query.onSale || null,
    ...Object.fromEntries(
      Object.entries(query.options)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, values]) => [OPTION + name, [...values].sort()]),
    ),
    sort: query.sort,
    limit: query.limit,
    cursor: query.cursor,
  };
}

/** Another listing's address; a changed filter or order starts at the first page. */
export function linkTo(query: ListingQuery, change: Partial<ListingQuery>): string {
  return paths.products(asParams({ ...query, cursor: null, ...change }));
}

export function withOption(query: ListingQuery, name: string, value: string): Partial<ListingQuery> {
  const chosen = query.options[name] ?? [];
  const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
  const options = Object.entries({ ...query.options, [name]: next }).filter(([, values]) => values.length > 0);
  return { options: Object.fromEntries(options) };
}

const MOST_CHOSEN = 10;

/** The values of all options that are filtered by. */
export function chosenValues({ options }: ListingQuery): string[] {
  return Object.values(options).flat().slice(0, MOST_CHOSEN);
}

/** Only a plain category, or the whole shop, is a page that search engines should keep. */
export function isNarrowed(query: ListingQuery): boolean {
  const plain: ListingQuery = { ...readQuery({}), category: query.category, limit: query.limit };
  return linkTo(query, { cursor: query.cursor }) !== linkTo(plain, {});
}
