/** Web components that fail, each in a way of which a browser tells no page. */
export const exposes = {
  Constructed: './failing.mjs',
  Shown: './failing.mjs',
  ShownLater: './failing.mjs',
} as const;

export interface Exposed {
  Constructed: Record<never, never>;
  Shown: Record<never, never>;
  ShownLater: Record<never, never>;
}

export const samples = { Constructed: {}, Shown: {}, ShownLater: {} } as const;
