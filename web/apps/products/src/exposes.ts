/** The public face of products: nothing else may be imported by others. */
export const exposes = {
  RecentlyViewed: './widgets/RecentlyViewed.tsx',
  PopularNow: './widgets/PopularNow.tsx',
} as const;

/** The props of what is exposed; "souk render" makes @souk/federation's interface from it. */
export interface Exposed {
  /** `except` is the product that the page itself is about. */
  RecentlyViewed: { except?: string };
  PopularNow: Record<never, never>;
}

/** Props that ./souk conform tries each piece with. */
export const samples = {
  RecentlyViewed: {},
  PopularNow: {},
} as const;
