import type { PageProps } from '@souk/federation';

/** The public face of account: nothing else may be imported by others. */
export const exposes = {
  AccountPage: './AccountPage.tsx',
  BackInStock: './notices/BackInStock.tsx',
  Hearts: './wishlist/Hearts.tsx',
  WishButton: './wishlist/WishButton.tsx',
} as const;

/** The props of what is exposed; "souk render" makes @souk/federation's interface from it. */
export interface Exposed {
  AccountPage: PageProps;
  /** For a variant that is sold out; `sku` is null for whichever of the product comes first. */
  BackInStock: { productId: string; sku: string | null; handle: string; title: string };
  /** Mounted once, it puts a heart on every tile of the page. */
  Hearts: Record<never, never>;
  WishButton: { productId: string; handle: string; title: string };
}

/** Props that ./souk conform tries each piece with. */
export const samples = {
  AccountPage: { shell: { base: '/account', path: '/account', search: '' } },
  BackInStock: { productId: '01900000-0000-7000-8000-000000000001', sku: null, handle: 'bud-vase', title: 'Thrown bud vase' },
  Hearts: {},
  WishButton: { productId: '01900000-0000-7000-8000-000000000001', handle: 'bud-vase', title: 'Thrown bud vase' },
} as const;
