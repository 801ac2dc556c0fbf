import { paths } from '@souk/api';
import { useCart } from '@souk/api/cart';
import { BagIcon, classes, headerAction, VisuallyHidden } from '@souk/ui';
import '../checkout/draft'; // every page has this badge, so a sign-out anywhere forgets what was typed at the checkout
import type { Exposed } from '../exposes';
import { t } from '../messages';
import css from './MiniCart.module.css';

/** The header's way to the bag, with the number of items in it. */
export function MiniCart(_props: Exposed['MiniCart']) {
  const { data } = useCart();
  const count = data?.item_count ?? 0;
  return (
    <a className={classes(headerAction.box, css['link'])} href={paths.cart()}>
      <BagIcon />
      <span className={headerAction.word} aria-hidden="true">
        {t('bag')}
      </span>
      {count > 0 && (
        <span className={css['count']} aria-hidden="true">
          {count > 99 ? '99+' : count}
        </span>
      )}
      <VisuallyHidden>{count > 0 ? t('bag-with', { count }) : t('bag')}</VisuallyHidden>
    </a>
  );
}
