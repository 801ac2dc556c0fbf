import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

/** The browser's address; undefined on the server, whose page is the same for every address below its path. */
export function useAddress(): string | undefined {
  return useSyncExternalStore(subscribe, () => location.href, () => undefined);
}

/** To another address of this document: the one before stays behind "back", unless it is replaced or the same. */
export function moveTo(to: string, { replace = false } = {}): void {
  const isSame = new URL(to, location.href).href === location.href;
  history[replace || isSame ? 'replaceState' : 'pushState'](null, '', to);
  scrollTo(0, 0);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}
