import { useEffect, useLayoutEffect } from 'react';

const KEY = 'souk-listing-scroll';

/** The next page, if it is the one at `href`, starts where this one stands: a filter was followed, not a new place. */
function keepScroll(href: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ href, top: scrollY }));
  } catch {
    // storage is blocked: the page starts at its top
  }
}

/** For the links within `data-keeps-scroll`. */
export function useKeptScroll(): void {
  useEffect(() => {
    const onClick = ({ target }: MouseEvent) => {
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>('[data-keeps-scroll] a') : null;
      if (link) keepScroll(link.href);
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, []);
  useLayoutEffect(() => {
    // A page that is rendered ahead was not asked for yet.
    if ('prerendering' in document && document.prerendering === true) {
      document.addEventListener('prerenderingchange', restore, { once: true });
    } else {
      restore();
    }
  }, []);
}

function restore(): void {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    sessionStorage.removeItem(KEY);
    if (typeof kept !== 'object' || kept === null || !('href' in kept) || kept.href !== location.href) return;
    if ('top' in kept && typeof kept.top === 'number') scrollTo({ top: kept.top, behavior: 'instant' });
  } catch {
    // storage is blocked, or holds something that we did not write
  }
}
