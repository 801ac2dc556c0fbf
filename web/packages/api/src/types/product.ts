/** The product service's types, and the names that pages know them by. */
export type * from '../generated/product';
export type { FacetCounts as Facets, Products as ProductList } from '../generated/product';
