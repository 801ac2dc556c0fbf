import { paths } from '@souk/api';
import { useCart } from '@souk/api/cart';
import { on } from '@souk/store/signals';
import { BagIcon, headerAction, VisuallyHidden } from '@souk/ui';
import { useEffect } from 'react';
import { forgetDraft } from '../checkout/draft';
import type { Exposed } from '../exposes';
import { t } from '../messages/en-IN';
import css from './MiniCart.module.css';

/** The header's way to the bag, with the number of items in it. */
export function MiniCart(_props: Exposed['MiniCart']) {
  const { data } = useCart();
  // Every page has this badge, so wherever somebody signs out, what they typed at the checkout is forgotten.
  useEffect(() => on('auth:signed-out', forgetDraft), []);
  const count = data?.item_count ?? 0;
  return (
    <a className={headerAction.box} href={paths.cart()}>
      <span className={css['icon']} aria-hidden="true">
        <BagIcon />
        {count > 0 && <span className={css['count']}>{count > 99 ? '99+' : count}</span>}
      </span>
      <span className={headerAction.word} aria-hidden="true">
        {t('bag')}
      </span>
      <VisuallyHidden>{count > 0 ? t('bag-with', { count }) : t('bag')}</VisuallyHidden>
    </a>
  );
}
