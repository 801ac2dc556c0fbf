import { endpoint, send } from '@souk/api';
import type { Beacon, Handles } from './types/activity';

/** Also while the page goes away. False where the browser does not take it; nobody hears what became of it. */
export function tell(beacon: Beacon): boolean {
  const body = new Blob([JSON.stringify(beacon)], { type: 'application/json' });
  return navigator.sendBeacon(endpoint('activity', '/events'), body);
}

/** Handles of products that are bought together with these, the first to show first. */
export function boughtTogether(handles: readonly string[]): Promise<Handles> {
  const [one, ...others] = handles;
  if (one === undefined) return Promise.resolve({ handles: [] });
  if (others.length > 0) return send({ url: endpoint('activity', '/bought-together'), params: { handle: handles }, timeoutS: 5 });
  return send({ url: endpoint('activity', `/products/${encodeURIComponent(one)}/bought-together`), timeoutS: 5 });
}

/** What is looked at and bought now. */
export function popular(): Promise<Handles> {
  return send({ url: endpoint('activity', '/popular'), timeoutS: 5 });
}

/** What this customer looked at on any device, the latest first. */
export function viewed(): Promise<Handles> {
  return send({ url: endpoint('activity', '/me/viewed'), timeoutS: 5 });
}
