import type { BlockOf } from '@souk/api/types/content';

/** Which products a row shows, as product's list and the listing's address say it. */
export function ruleOf({ by, name }: BlockOf<'product_row'>): Readonly<Record<string, string | null | undefined>> {
  return by === 'newest' ? { sort: 'newest' } : { [by]: name };
}
