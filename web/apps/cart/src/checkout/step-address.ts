import type { CheckoutStep } from '@souk/api';

const STEPS: readonly CheckoutStep[] = ['where', 'how', 'pay'];

/** `/checkout/how` is the second step, `/checkout` the first; null for what is none. */
export function stepOf(base: string, path: string): CheckoutStep | null {
  const rest = partsOf(base, path);
  if (rest.length === 0) return 'where';
  return STEPS.find((step) => rest.length === 1 && step === rest[0]) ?? null;
}

/** The order of `/checkout/placed/0198…`. */
export function placedOf(base: string, path: string): string | null {
  const [first, id, ...more] = partsOf(base, path);
  return first === 'placed' && id !== undefined && more.length === 0 ? id : null;
}

function partsOf(base: string, path: string): string[] {
  return path.slice(base.length).split('/').filter(Boolean);
}
