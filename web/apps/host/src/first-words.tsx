import type { PageId } from '@souk/federation';
import type { ComponentType } from 'react';
import { t } from './messages';

/**
 * What can be read of a page before the piece that it is has come: what the piece says to who has nothing there,
 * as most have who come for the first time. Of a page that has several paths below its own nothing is known before.
 */
export const firstWords: Readonly<Partial<Record<PageId, ComponentType>>> = { 'cart/CartPage': Bag };

function Bag() {
  return (
    <>
      <h1>{t('bag')}</h1>
      <p>{t('bag-text')}</p>
    </>
  );
}
