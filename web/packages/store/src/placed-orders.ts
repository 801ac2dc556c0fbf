import { localKept, readJson, writeJson } from '@souk/api/storage';

/** Orders placed on this device without login. The token opens that one order and nothing else. */
export interface PlacedOrder {
  id: string;
  number: string;
  token: string;
}

const KEY = 'souk-placed';
const MOST = 10;

/** Newest first. */
export function placedOrders(): PlacedOrder[] {
  const kept = readJson(localKept, KEY);
  return Array.isArray(kept) ? kept.filter(isPlaced) : [];
}

/** Where nothing can be kept, the confirmation's link still opens the order. */
export function rememberPlaced({ id, number, token }: PlacedOrder): void {
  const others = placedOrders().filter((other) => other.id !== id);
  writeJson(localKept, KEY, [{ id, number, token }, ...others].slice(0, MOST));
}

function isPlaced(value: unknown): value is PlacedOrder {
  if (typeof value !== 'object' || value === null) return false;
  const { id, number, token } = value as Partial<Record<keyof PlacedOrder, unknown>>;
  return [id, number, token].every((part) => typeof part === 'string');
}
