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
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isPlaced) : [];
  } catch {
    return []; // storage is blocked, or holds something that we did not write
  }
}

export function rememberPlaced({ id, number, token }: PlacedOrder): void {
  const others = placedOrders().filter((other) => other.id !== id);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ id, number, token }, ...others].slice(0, MOST)));
  } catch {
    // storage is blocked or full: the confirmation's link still opens the order
  }
}

function isPlaced(value: unknown): value is PlacedOrder {
  if (typeof value !== 'object' || value === null) return false;
  const { id, number, token } = value as Partial<Record<keyof PlacedOrder, unknown>>;
  return [id, number, token].every((part) => typeof part === 'string');
}
