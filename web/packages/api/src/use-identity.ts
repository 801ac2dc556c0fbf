import { useSyncExternalStore } from 'react';
import { identity, onIdentity, type Identity } from './identity';

/** Who the browser is by its readable cookies; re-renders when that changes. */
export function useIdentity(): Identity {
  return useSyncExternalStore(onIdentity, identity, () => 'nobody');
}
