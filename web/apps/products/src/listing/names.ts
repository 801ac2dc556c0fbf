import { currency } from '@souk/api/system';
import type { Facets } from '@souk/api/types/product';
import { formatMoney } from '@souk/ui';
import { t } from '../messages';
import type { ShownValue } from './facets';
import { withOption, type ListingQuery } from './query';

/** The category's name as its facet tells it; its slug, in words, until the facets are there. */
export function categoryName(slug: string, counts: Facets | null): string {
  const values = counts?.facets.find(({ key }) => key === 'category')?.values ?? [];
  const words = slug.replaceAll('-', ' ');
  return values.find(({ value }) => value === slug)?.label ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export function listingTitle({ q, category }: ListingQuery, counts: Facets | null): string {
  if (q !== null) return counts?.did_you_mean ? t('results-instead', { meant: counts.did_you_mean }) : t('results-for', { q });
  return category === null ? t('all-products') : categoryName(category, counts);
}

export interface Chip {
  name: string;
  without: Partial<ListingQuery>;
}

/** What is chosen, each with the change that takes it away. */
export function chips(query: ListingQuery, counts: Facets | null): Chip[] {
  const { category, q, minPrice, maxPrice, minRating, inStock, onSale, options } = query;
  const list: Chip[] = [];
  if (q !== null && category !== null) list.push({ name: categoryName(category, counts), without: { category: null } });
  for (const [option, values] of Object.entries(options)) {
    for (const value of values) list.push({ name: `${option}: ${value}`, without: withOption(query, option, value) });
  }
  if (minPrice !== null || maxPrice !== null) {
    list.push({ name: priceName(minPrice, maxPrice), without: { minPrice: null, maxPrice: null } });
  }
  if (minRating !== null) list.push({ name: t('filter-rating', { stars: minRating }), without: { minRating: null } });
  if (inStock) list.push({ name: t('filter-in_stock'), without: { inStock: false } });
  if (onSale) list.push({ name: t('filter-on_sale'), without: { onSale: false } });
  return list;
}

function priceName(min: number | null, max: number | null): string {
  // A band ends one paisa before the next begins; people say the round number.
  const money = (amount: number) => formatMoney({ amount: amount % 100 === 99 ? amount + 1 : amount, currency });
  if (min === null || min === 0) return t('filter-price-to', { to: money(max ?? 0) });
  return max === null ? t('filter-price-from', { from: money(min) }) : t('filter-price', { from: money(min), to: money(max) });
}

/** A facet's value as it is read: price bands have no name of their own. */
export function valueName({ label, min, max }: ShownValue): string {
  return label || priceName(min ?? null, max ?? null);
}
