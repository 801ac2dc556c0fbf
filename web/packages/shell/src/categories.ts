import { useEffect, useState } from 'react';
import type { NavCategory } from './server';

/** What the navigation shows, or that it is not known: a service's silence never looks like a shop with fewer shelves. */
export type NavState = { step: 'known'; categories: readonly NavCategory[] } | { step: 'asking' } | { step: 'failed' };

let asked: Promise<readonly NavCategory[]> | undefined;

/** What the page was rendered with, else (federated pages have no data method) asked for once by the browser. */
export function useNavCategories(rendered: readonly NavCategory[] | null | undefined): NavState {
  const [answer, setAnswer] = useState<NavState>({ step: 'asking' });

  useEffect(() => {
    if (rendered) return;
    let gone = false;
    asked ??= ask();
    asked.then(
      (categories) => !gone && setAnswer({ step: 'known', categories }),
      () => {
        asked = undefined;
        if (!gone) setAnswer({ step: 'failed' });
      },
    );
    return () => {
      gone = true;
    };
  }, [rendered]);

  return rendered ? { step: 'known', categories: rendered } : answer;
}

async function ask(): Promise<readonly NavCategory[]> {
  const { categories } = await import('@souk/api/product');
  return (await categories()).items.map(({ slug, name }) => ({ slug, name }));
}
