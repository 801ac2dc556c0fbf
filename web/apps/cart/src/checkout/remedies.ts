import { paths, type ApiError } from '@souk/api';
import type { ErrorCode as CartCode } from '@souk/api/types/cart';
import type { ErrorCode as OrderCode } from '@souk/api/types/order';

interface Remedy {
  href: string;
  words: 'to-bag' | 'to-where' | 'to-address' | 'to-delivery-choice' | 'to-order' | 'your-orders';
}

/** Where a refusal is mended; what is not named is mended in the last step itself, whose form stands below it. */
type Place = 'bag' | 'start' | 'address' | 'delivery' | 'order' | 'orders';

const MENDED_AT: Readonly<Partial<Record<CartCode | OrderCode, Place>>> = {
  'out-of-stock': 'bag',
  'stock-refused': 'bag',
  'no-longer-sold': 'bag',
  'unknown-sku': 'bag',
  'too-many-of-one': 'bag',
  'empty-cart': 'bag',
  'cart-full': 'bag',
  'cart-too-heavy': 'bag',
  'bag-refused': 'bag',
  'other-currency': 'bag',
  'checkout-not-ready': 'bag',
  'checkout-not-found': 'start',
  'no-such-checkout': 'start',
  'checkout-replaced': 'start',
  'delivery-refused': 'address',
  'not-delivered-there': 'address',
  'delivery-not-offered': 'delivery',
  'checkout-already-ordered': 'order',
  'too-many-open-orders': 'orders',
};

/** Where a refused order can be mended, by the refusal's code; null when it is mended where the shopper is. */
export function remedyOf({ code, facts }: ApiError): Remedy | null {
  // The order service passes on what the cart refuses, and why.
  const reason = code === 'checkout-not-ready' ? (facts['reason'] ?? code) : code;
  switch (isMended(reason) ? MENDED_AT[reason] : undefined) {
    case 'bag':
      return { href: paths.cart(), words: 'to-bag' };
    case 'start':
      return { href: paths.checkout({ step: 'where' }), words: 'to-where' };
    case 'address':
      return { href: paths.checkout({ step: 'where' }), words: 'to-address' };
    case 'delivery':
      return { href: paths.checkout({ step: 'how' }), words: 'to-delivery-choice' };
    case 'orders':
      return { href: paths.orders(), words: 'your-orders' };
    case 'order': {
      const { order_id: id, link_token: token } = facts;
      if (typeof id !== 'string') return { href: paths.orders(), words: 'your-orders' };
      // A guest whose page lost the answer gets the order's link once more.
      return { href: typeof token === 'string' ? paths.guestOrder({ id, token }) : paths.order({ id }), words: 'to-order' };
    }
    case undefined:
      return null;
  }
}

function isMended(code: unknown): code is keyof typeof MENDED_AT {
  return typeof code === 'string' && Object.hasOwn(MENDED_AT, code);
}
