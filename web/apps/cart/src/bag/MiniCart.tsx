import { paths } from '@souk/api';
import { useCart } from '@souk/api/cart';
import { VisuallyHidden } from '@souk/ui';
import type { Exposed } from '../exposes';
import { t } from '../messages/en-IN';
import css from './MiniCart.module.css';

/** The header's way to the bag, with the number of items in it. */
export function MiniCart(_props: Exposed['MiniCart']) {
  const { data } = useCart();
  const count = data?.item_count ?? 0;
  return (
    <a className={css['bag']} href={paths.cart()}>
      <span className={css['icon']} aria-hidden="true">
        <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" strokeWidth="1.75">
          <path d="M5 8h14l1 12H4zM9 10V7a3 3 0 0 1 6 0v3" strokeLinejoin="round" strokeLinecap="round" />
        </svg>
        {count > 0 && <span className={css['count']}>{count > 99 ? '99+' : count}</span>}
      </span>
      <span className={css['word']} aria-hidden="true">
        {t('bag')}
      </span>
      <VisuallyHidden>{count > 0 ? t('bag-with', { count }) : t('bag')}</VisuallyHidden>
    </a>
  );
}
