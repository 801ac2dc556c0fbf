import type { PageProps } from '@souk/federation';

/** The public face of the cart: nothing else may be imported by others. */
export const exposes = {
  AddToCart: './bag/AddToCart.tsx',
  MiniCart: './bag/MiniCart.tsx',
  CartPage: './bag/CartPage.tsx',
  CheckoutPage: './checkout/CheckoutPage.tsx',
} as const;

/** The props of what is exposed; "souk render" makes @souk/federation's interface from it. */
export interface Exposed {
  /** `sku` is null until a variant is chosen, and `missing` is the option still open; `title` is for the words around it. */
  AddToCart: { sku: string | null; title: string; available: boolean; quantity?: number | undefined; missing?: string | undefined };
  MiniCart: Record<never, never>;
  CartPage: PageProps;
  CheckoutPage: PageProps;
}

/** Props that ./souk conform tries each piece with. */
export const samples = {
  AddToCart: { sku: null, title: 'Thrown bud vase', available: true, missing: 'Colour' },
  MiniCart: {},
  CartPage: { shell: { base: '/cart', path: '/cart', search: '' } },
  CheckoutPage: { shell: { base: '/checkout', path: '/checkout', search: '' } },
} as const;
