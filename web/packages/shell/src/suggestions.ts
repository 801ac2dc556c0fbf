import { paths } from '@souk/api/paths';
import { formatMoney } from '@souk/ui';
import { useEffect, useState } from 'react';
import { t } from './messages';

export interface Suggestion {
  href: string;
  text: string;
  note: string;
}

const PAUSE_MS = 140;
const none: readonly Suggestion[] = [];

/** What the shop has for the words so far. A failure shows nothing: the form itself still searches. */
export function useSuggestions(typed: string): readonly Suggestion[] {
  const [found, setFound] = useState(none);
  const q = typed.trim();

  useEffect(() => {
    if (q.length < 2) return setFound(none);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      ask(q, abort.signal).then(
        (answer) => !abort.signal.aborted && setFound(answer),
        () => !abort.signal.aborted && setFound(none),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [q]);

  return found;
}

async function ask(q: string, signal: AbortSignal): Promise<readonly Suggestion[]> {
  const { suggestions } = await import('@souk/api/product');
  const { categories, products } = await suggestions(q, signal);
  return [
    ...categories.map(({ slug, name }) => ({ href: paths.category({ slug }), text: name, note: t('in-category') })),
    ...products.map(({ handle, title, price }) => ({
      href: paths.product({ handle }),
      text: title,
      note: formatMoney(price),
    })),
  ];
}
