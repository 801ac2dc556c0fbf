import type { PageProps } from '@souk/federation';

/** The public face of sizes: nothing else may be imported by others. */
export const exposes = {
  SizeChart: './size-chart.mjs',
  SizesPage: './sizes-page.mjs',
} as const;

/** The props of what is exposed; "souk render" makes @souk/federation's interface from it. */
export interface Exposed {
  /** `onSizeChosen` hears the element's event `size-chosen`. */
  SizeChart: { chestCm?: number | undefined; onSizeChosen?: ((size: string) => void) | undefined };
  SizesPage: PageProps;
}

/** Props that ./souk conform tries each piece with. */
export const samples = {
  SizeChart: { chestCm: 98 },
  SizesPage: { shell: { base: '/sizes', path: '/sizes', search: '?chest=98' } },
} as const;
