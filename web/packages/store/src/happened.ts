import { emit } from './signals';

/** What a visitor did, for who counts visits, where they agreed. Ids and no more. */
export type Happened =
  | { kind: 'product-viewed'; handle: string }
  | { kind: 'listing-viewed'; category: string | null }
  | { kind: 'searched'; words: string; results: number }
  | { kind: 'added-to-bag'; handle: string; quantity: number }
  | { kind: 'checkout-begun' };

export type HappenedAt = Happened & { at: number };

declare global {
  interface Window {
    /** One list for all micro frontends of a page. */
    soukHappened?: HappenedAt[];
  }
}

const MOST = 50;

/** Waits in the page's memory until it is taken; where nobody may take it, it goes with the page. */
export function happened(fact: Happened): void {
  const waiting = (window.soukHappened ??= []);
  waiting.push({ ...fact, at: Date.now() });
  if (waiting.length > MOST) waiting.shift();
  emit('activity:happened', null);
}

export function takeHappened(): HappenedAt[] {
  return window.soukHappened?.splice(0) ?? [];
}

/** A page that is only prerendered has not been looked at yet. */
export function whenShown(work: () => void): void {
  if ('prerendering' in document && document.prerendering === true) {
    document.addEventListener('prerenderingchange', work, { once: true });
  } else {
    work();
  }
}
