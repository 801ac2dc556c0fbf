import type { ReactNode } from 'react';
import { Remote } from '@souk/federation';

export function PageFrame({ children }: { categories?: unknown; children: ReactNode }) {
  return (
    <>
      <header><Remote id="cart/MiniCart" props={{}} /></header>
      <main id="main" tabIndex={-1}>{children}</main>
    </>
  );
}
