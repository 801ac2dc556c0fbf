/** The public face of content: nothing else may be imported by others. */
export const exposes = {
  Banner: './widgets/Banner.tsx',
} as const;

/** The props of what is exposed; "souk render" makes @souk/federation's interface from it. */
export interface Exposed {
  /** What editors say in a slot just now; nothing where they say nothing. */
  Banner: { slot: string };
}

/** Props that ./souk conform tries each piece with. */
export const samples = {
  Banner: { slot: 'home' },
} as const;
