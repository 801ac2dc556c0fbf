import { isApiError, paths, toMessage, type Code } from '@souk/api';
import { useAddItemMutation } from '@souk/api/cart';
import { happened } from '@souk/store/happened';
import { Button, ButtonLink, ErrorNote } from '@souk/ui';
import { lazy, Suspense, useState } from 'react';
import type { Exposed } from '../exposes';
import { t } from '../messages';

/** A limit of the bag is told here and mended there. */
const IN_THE_BAG: ReadonlySet<Code> = new Set(['cart-full', 'cart-too-heavy', 'too-many-of-one', 'out-of-stock']);

/** Loaded by the first add: a page that is only looked at does without it. */
const BagDrawer = lazy(async () => ({ default: (await import('./BagDrawer')).BagDrawer }));

/** The badge counts at once; the drawer comes when the server has agreed. */
export function AddToCart({ sku, title, available, quantity = 1, missing }: Exposed['AddToCart']) {
  const [addItem, adding] = useAddItemMutation();
  const [added, setAdded] = useState({ isShown: false, wasShown: false });
  const add = async () => {
    if (sku === null) return;
    const answer = await addItem({ sku, quantity });
    if (answer.error) return;
    const handle = answer.data.lines.find((line) => line.sku === sku)?.handle;
    if (handle) happened({ kind: 'added-to-bag', handle, quantity: 1 });
    setAdded({ isShown: true, wasShown: true });
  };

  return (
    <>
      <Button look="primary" size="large" wide busy={adding.isLoading} disabled={!available || sku === null} onClick={add}>
        {!available ? t('sold-out') : sku === null ? t('choose-first', { option: missing?.toLowerCase() ?? '' }) : t('add-to-bag')}
      </Button>
      {adding.error && <ErrorNote {...toMessage(adding.error)} />}
      {isApiError(adding.error) && IN_THE_BAG.has(adding.error.code) && <ButtonLink href={paths.cart()}>{t('see-bag')}</ButtonLink>}
      {added.wasShown && (
        <Suspense fallback={null}>
          <BagDrawer open={added.isShown} added={title} onClose={() => setAdded({ ...added, isShown: false })} />
        </Suspense>
      )}
    </>
  );
}
