import { unsent, type Unsent } from '@souk/shell';
import { groupsOf, lean, type FacetGroup } from './facets';
import type { Listing } from './load';
import { listingTitle } from './names';
import type { ListingQuery } from './query';

/** A listing as its page is given it: what the browser works with, and all else for the server's rendering only. */
export interface ShownListing {
  query: ListingQuery;
  title: string;
  isEmpty: boolean;
  /** How many were found, as far as that is known. */
  total: number;
  /** null: they could not be loaded. */
  filters: readonly FacetGroup[] | null;
  listing: Unsent<Listing>;
}

export function shown(listing: Listing): ShownListing {
  const { query, counts, list } = listing;
  return {
    query,
    title: listingTitle(query, counts),
    isEmpty: list?.items.length === 0,
    total: counts?.total ?? list?.items.length ?? 0,
    filters: counts && groupsOf(counts.facets).map(lean),
    listing: unsent(listing),
  };
}
