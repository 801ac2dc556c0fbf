import { useEffect, useState } from 'react';
import type { NavCategory } from './server';

const none: readonly NavCategory[] = [];
let known: readonly NavCategory[] | undefined;

/** What the page was rendered with, else (federated pages have no data method) asked for once by the browser. */
export function useNavCategories(rendered: readonly NavCategory[] | undefined): readonly NavCategory[] {
  const [asked, setAsked] = useState(none);

  useEffect(() => {
    if (rendered) return;
    let gone = false;
    const ask = async () => {
      const { categories } = await import('@souk/api/product');
      known ??= (await categories()).items.map(({ slug, name }) => ({ slug, name }));
      if (!gone) setAsked(known);
    };
    ask().catch(() => undefined); // "All products" stands there anyway
    return () => {
      gone = true;
    };
  }, [rendered]);

  return rendered ?? asked;
}
