import type { ReactNode } from 'react';

/** The shape of the tree that Next's server renders (its render.js: "isomorphic fiber structure"); `useId` counts places in it. */
export function AsRendered({ children }: { children: ReactNode }) {
  return (
    <>
      <Nothing />
      <>
        {children}
        <Nothing />
      </>
    </>
  );
}

const Nothing = () => null;
