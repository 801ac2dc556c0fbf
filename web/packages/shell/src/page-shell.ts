import { createContext } from 'react';
import type { NavCategory } from './server';

/** What `publicPage` gives every page beside its own props; `_app.tsx` hands it to `PageFrame`. */
export interface PageShell {
  /** null: product did not answer; the browser asks again. */
  categories: readonly NavCategory[] | null;
  /** Such as `https://shop.example`, for canonical links. */
  origin: string;
  /** A service did not answer what the page is about: the page's own props are missing. */
  unavailable?: true;
  /** There is no such page, and the zone says so in its own words: the page's own props are missing. */
  missing?: true;
}

export const OriginContext = createContext('');
