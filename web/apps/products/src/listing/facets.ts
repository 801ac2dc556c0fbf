import { langOfShop } from '@souk/api/language';
import type { Facet, FacetValue } from '@souk/api/types/product';
import { t } from '../messages';
import { kindOf, type Kind } from './kinds';
import { withOption, type ListingQuery } from './query';

/** What is shown of a value. */
export type ShownValue = Pick<FacetValue, 'value' | 'label' | 'count' | 'color' | 'parent' | 'min' | 'max'> & { selected?: boolean };

/** Values that belong together under one heading; an option of mixed values makes several. */
export interface FacetGroup {
  id: string;
  label: string;
  facet: Pick<Facet, 'key'>;
  values: readonly ShownValue[];
}

/** The same without what is not so: a page is sent with a hundred values. */
export function lean(group: FacetGroup): FacetGroup {
  const values = group.values.map(({ value, label, count, color, parent, min, max, selected }): ShownValue => ({
    value,
    label,
    count,
    ...(color && { color }),
    ...(parent && { parent }),
    ...(min != null && { min }),
    ...(max != null && { max }),
    ...(selected && { selected }),
  }));
  return { ...group, values };
}

const OPTION = 'option.';
const NAMED_BY_THE_PAGE = new Set(['price', 'rating', 'availability']);
const MOST_VALUES = 100;
const MOST_FACETS = 20;
const TOO_FEW_TO_HIDE = 2;

/** `lang` of the names of its values: those of categories, makers and options are the catalogue's. */
export function langOfValues({ key }: Pick<Facet, 'key'>): string | undefined {
  return NAMED_BY_THE_PAGE.has(key) ? undefined : langOfShop();
}

/** What a page carries at most, however large the catalogue is: of each facet the values that most products have. */
export function bounded(facets: readonly Facet[]): Facet[] {
  return facets.slice(0, MOST_FACETS).map((facet) => ({ ...facet, values: [...mostUseful(facet.values, MOST_VALUES)] }));
}

/** The values that most products have, and those that are chosen, in the order in which they came; never all but one or two. */
export function mostUseful<Value extends ShownValue>(values: readonly Value[], most: number): readonly Value[] {
  if (values.length <= most + TOO_FEW_TO_HIDE) return values;
  const ranked = [...values].sort((a, b) => Number(b.selected ?? false) - Number(a.selected ?? false) || b.count - a.count);
  const kept = new Set(ranked.slice(0, most));
  return values.filter((value) => kept.has(value));
}

/** Facets as they are shown: categories as the open part of their tree, options grouped by what their values are. */
export function groupsOf(facets: readonly Facet[]): FacetGroup[] {
  const groups = facets.flatMap((facet) => (facet.key.startsWith(OPTION) ? optionGroups(facet) : [plainGroup(facet)]));
  return groups.filter(({ values }) => values.length > 0);
}

/** The shop's own facets are named in the page's language; names of categories and options are the catalogue's. */
function plainGroup({ key, label, values }: Facet): FacetGroup {
  const group = { id: key, label, facet: { key }, values };
  switch (key) {
    case 'category':
      return { ...group, label: t('facet-category'), values: openTree(values) };
    case 'price':
      return { ...group, label: t('facet-price') };
    case 'rating':
      return { ...group, label: t('facet-rating'), values: values.map((one) => ({ ...one, label: t('filter-rating', { stars: one.value }) })) };
    case 'availability':
      return { ...group, label: t('facet-availability'), values: values.map(availability) };
    default:
      return group;
  }
}

function availability(one: FacetValue): FacetValue {
  const { value } = one;
  return value === 'in_stock' || value === 'on_sale' ? { ...one, label: t(`filter-${value}`) } : one;
}

function optionGroups({ key, label, values }: Facet): FacetGroup[] {
  const byKind = new Map<Kind, FacetValue[]>();
  for (const one of values) {
    const kind = one.color ? 'words' : kindOf(one.value);
    byKind.set(kind, [...(byKind.get(kind) ?? []), one]);
  }
  const name = (kind: Kind) => (byKind.size === 1 || kind === 'words' ? label : t(`kind-${kind}`));
  return [...byKind]
    .map(([kind, own]) => ({ id: `${key}.${kind}`, label: name(kind), facet: { key }, values: own }))
    .sort((a, b) => reachOf(b) - reachOf(a));
}

/** How many products a group tells apart. */
const reachOf = ({ values }: Pick<FacetGroup, 'values'>) => values.reduce((sum, { count }) => sum + count, 0);

/** What lies below a category shows once it, or a neighbour, is chosen. */
function openTree(values: readonly FacetValue[]): readonly FacetValue[] {
  const isOpen = ({ value, selected }: FacetValue) => selected || values.some((one) => one.parent === value && one.selected);
  return values
    .filter(({ parent }) => !parent)
    .flatMap((top) => [top, ...(isOpen(top) ? values.filter(({ parent }) => parent === top.value) : [])]);
}

/** Of a category, a price band or a rating there is one; of all else one may choose several. */
export const isSingle = ({ key }: Pick<Facet, 'key'>) => key === 'category' || key === 'price' || key === 'rating';

export function isChosen(query: ListingQuery, { key }: Pick<Facet, 'key'>, one: ShownValue): boolean {
  if (key === 'category') return query.category === one.value;
  if (key === 'price') return query.minPrice === (one.min ?? null) && query.maxPrice === (one.max ?? null);
  if (key === 'rating') return query.minRating === Number(one.value);
  if (key === 'availability') return one.value === 'on_sale' ? query.onSale : query.inStock;
  return query.options[key.slice(OPTION.length)]?.includes(one.value) ?? false;
}

/** What following a value changes: a chosen one is taken away, another is added. */
export function changeOf(query: ListingQuery, facet: Pick<Facet, 'key'>, one: ShownValue): Partial<ListingQuery> {
  const chosen = isChosen(query, facet, one);
  if (facet.key === 'category') return { category: chosen ? (one.parent ?? null) : one.value };
  if (facet.key === 'price') return chosen ? NO_PRICE : { minPrice: one.min ?? null, maxPrice: one.max ?? null };
  if (facet.key === 'rating') return { minRating: chosen ? null : Number(one.value) };
  if (facet.key === 'availability') return one.value === 'on_sale' ? { onSale: !chosen } : { inStock: !chosen };
  return withOption(query, facet.key.slice(OPTION.length), one.value);
}

const NO_PRICE = { minPrice: null, maxPrice: null } as const;

/** Nothing of a group of which there is one. */
export function noneOf({ key }: Pick<Facet, 'key'>): Partial<ListingQuery> {
  if (key === 'category') return { category: null };
  return key === 'rating' ? { minRating: null } : NO_PRICE;
}
