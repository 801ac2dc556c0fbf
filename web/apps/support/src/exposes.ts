import type { PageProps } from '@souk/federation';

/** The public face of support: nothing else may be imported by others. */
export const exposes = {
  SupportPage: './SupportPage.tsx',
} as const;

/** The props of what is exposed; "souk render" makes @souk/federation's interface from it. */
export interface Exposed {
  SupportPage: PageProps;
}

/** Props that ./souk conform tries each piece with. */
export const samples = {
  SupportPage: { shell: { base: '/support', path: '/support', search: '' } },
} as const;
