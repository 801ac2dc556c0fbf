import { paths, type ApiError } from '@souk/api';

type Remedy = { href: string; words: 'to-bag' | 'to-where' | 'to-order' };

const IN_THE_BAG: ReadonlySet<string> = new Set([
  'out-of-stock',
  'stock-refused',
  'no-longer-sold',
  'empty-cart',
  'cart-full',
  'cart-too-heavy',
  'bag-refused',
  'other-currency',
  'checkout-not-ready',
]);
const FROM_THE_START: ReadonlySet<string> = new Set(['checkout-not-found', 'no-such-checkout', 'checkout-replaced']);

/** Where a refused order can be mended, by the refusal's code; null when it is mended where the shopper is. */
export function remedyOf({ code, facts }: ApiError): Remedy | null {
  if (IN_THE_BAG.has(code)) return { href: paths.cart(), words: 'to-bag' };
  if (FROM_THE_START.has(code)) return { href: paths.checkout({ step: 'where' }), words: 'to-where' };
  const order = facts['order_id'];
  if (code === 'checkout-already-ordered' && typeof order === 'string') return { href: paths.order({ id: order }), words: 'to-order' };
  return null;
}
