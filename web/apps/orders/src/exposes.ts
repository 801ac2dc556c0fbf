import type { PageProps } from '@souk/federation';

/** The public face of orders: nothing else may be imported by others. */
export const exposes = {
  OrdersPage: './OrdersPage.tsx',
} as const;

/** The props of what is exposed; "souk render" makes @souk/federation's interface from it. */
export interface Exposed {
  OrdersPage: PageProps;
}

/** Props that ./souk conform tries each piece with. */
export const samples = {
  OrdersPage: { shell: { base: '/orders', path: '/orders', search: '' } },
} as const;
