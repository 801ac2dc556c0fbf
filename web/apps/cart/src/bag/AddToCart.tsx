import { isApiError, paths, toMessage, type Code } from '@souk/api';
import { useAddItemMutation } from '@souk/api/cart';
import { happened } from '@souk/store/happened';
import { Button, ButtonLink, ErrorNote } from '@souk/ui';
import { useState } from 'react';
import type { Exposed } from '../exposes';
import { t } from '../messages';

/** A limit of the bag is told here and mended there. */
const IN_THE_BAG: ReadonlySet<Code> = new Set(['cart-full', 'cart-too-heavy', 'too-many-of-one', 'out-of-stock']);

type Drawer = typeof import('./BagDrawer').BagDrawer;

/** With the first article: a page that is only looked at does without it. `null` where it was not to be had. */
const drawer = (): Promise<Drawer | null> => import('./BagDrawer').then(({ BagDrawer }) => BagDrawer, () => null);

/** The badge counts at once; the drawer comes when the server has agreed, and until it has come a second press is part of the first. */
export function AddToCart({ sku, title, available, quantity = 1, missing }: Exposed['AddToCart']) {
  const [addItem, adding] = useAddItemMutation();
  const [busy, setBusy] = useState(false);
  const [added, setAdded] = useState<{ isShown: boolean; Drawer: Drawer | null }>();
  const add = async () => {
    if (sku === null) return;
    setBusy(true);
    const [answer, Drawer] = await Promise.all([addItem({ sku, quantity }), drawer()]);
    setBusy(false);
    if (answer.error) return;
    const handle = answer.data.lines.find((line) => line.sku === sku)?.handle;
    if (handle) happened({ kind: 'added-to-bag', handle, quantity });
    setAdded({ isShown: true, Drawer });
  };

  return (
    <>
      <Button look="primary" size="large" wide busy={busy} disabled={!available || sku === null} onClick={add}>
        {!available ? t('sold-out') : sku === null ? t('choose-first', { option: missing?.toLowerCase() ?? '' }) : t('add-to-bag')}
      </Button>
      {adding.error && <ErrorNote {...toMessage(adding.error)} />}
      {isApiError(adding.error) && IN_THE_BAG.has(adding.error.code) && <ButtonLink href={paths.cart()}>{t('see-bag')}</ButtonLink>}
      {added?.Drawer && <added.Drawer open={added.isShown} added={title} onClose={() => setAdded({ ...added, isShown: false })} />}
      {added?.Drawer === null && (
        <p role="status">
          {t('added', { title })} <a href={paths.cart()}>{t('see-bag')}</a>
        </p>
      )}
    </>
  );
}
