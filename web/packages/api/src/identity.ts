import { SESSION_COOKIE, VISITOR_COOKIE } from './generated/names';

/** Who the browser is, as far as its readable cookies tell. The real proof is in HttpOnly cookies. */
export type Identity = 'nobody' | 'guest' | 'signed-in';

export function cookie(name: string): string | undefined {
  if (typeof document === 'undefined') return undefined;
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) || undefined;
}

/** Changes with every rotation of the refresh token, also when another tab rotated it. */
export const sessionMark = () => cookie(SESSION_COOKIE);

export function identity(): Identity {
  if (sessionMark()) return 'signed-in';
  return cookie(VISITOR_COOKIE) ? 'guest' : 'nobody';
}

const listeners = new Set<() => void>();

/** Tell every reader of `useIdentity` to look at the cookies again. */
export function identityMayHaveChanged(): void {
  for (const listener of listeners) listener();
}

const lookAgainOn = ['pageshow', 'visibilitychange', 'prerenderingchange'] as const;

export function onIdentity(listener: () => void): () => void {
  if (listeners.size === 0) for (const event of lookAgainOn) addEventListener(event, identityMayHaveChanged, true);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) for (const event of lookAgainOn) removeEventListener(event, identityMayHaveChanged, true);
  };
}
