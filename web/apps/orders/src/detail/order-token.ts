import { tabKept } from '@souk/api/storage';
import { placedOrders } from '@souk/store/placed-orders';
import { useEffect, useState } from 'react';

const name = (id: string) => `souk-order:${id}`;

/**
 * What opens one order without login. It comes in the address's fragment, which no server sees, is kept for the tab so
 * that a reload and a walk through the shop do not lose it, and on the device that placed the order for longer.
 */
export function useOrderToken(id: string): string | undefined {
  const [token, setToken] = useState(() => tokenOf(id));
  useEffect(() => {
    const onHash = () => setToken(tokenOf(id));
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, [id]);
  return token;
}

/** It came with an answer, not with an address. */
export function keepOrderToken(id: string, token: string): void {
  tabKept.write(name(id), token);
}

export function tokenOf(id: string): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) keepOrderToken(id, given);
  return given || tabKept.read(name(id)) || placedOrders().find((placed) => placed.id === id)?.token;
}
