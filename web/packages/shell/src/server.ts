import { ask } from '@souk/api/server';
import type { Categories } from '@souk/api/types/product';

export { speak } from './speaking';

export interface NavCategory {
  slug: string;
  name: string;
}

const FRESH_MS = 60_000;
let kept: { categories: NavCategory[]; until: number } | undefined;

/** The header's categories, asked for once a minute. While product is silent, the last answer; null before there was one. */
export async function navCategories(): Promise<NavCategory[] | null> {
  if (kept && kept.until > Date.now()) return kept.categories;
  try {
    const { items } = await ask<Categories>('product', '/categories');
    const categories = items.map(({ slug, name }) => ({ slug, name }));
    kept = { categories, until: Date.now() + FRESH_MS };
    return categories;
  } catch {
    return kept?.categories ?? null;
  }
}
