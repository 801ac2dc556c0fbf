import { tabKept } from '@souk/api/storage';
import { useEffect, useState } from 'react';

/**
 * What opens one ticket, or shows one order, without login. It comes in the address's fragment, which no server sees,
 * and is kept for the tab, so that a reload and a walk through the shop do not lose it.
 */
export function useLinkToken(kind: 'order' | 'ticket', id: string): string | undefined {
  const [token, setToken] = useState(() => tokenOf(kind, id));
  useEffect(() => {
    const onHash = () => setToken(tokenOf(kind, id));
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, [kind, id]);
  return token;
}

function tokenOf(kind: string, id: string): string | undefined {
  const name = `souk-support-${kind}:${id}`;
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given && id) tabKept.write(name, given);
  return given ?? tabKept.read(name) ?? undefined;
}
