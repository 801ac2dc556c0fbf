import { paths } from '@souk/api';
import { useCart } from '@souk/api/cart';
import { Badge } from '@souk/ui';
import type { Exposed } from '../exposes';
import { t } from '../messages/en-IN';
import css from './MiniCart.module.css';

export function MiniCart(_props: Exposed['MiniCart']) {
  const { data } = useCart();
  const count = data?.item_count ?? 0;
  return (
    <a className={css['bag']} href={paths.cart()} aria-label={t('bag-with', { count })}>
      {t('bag')} {count > 0 && <Badge tone="sale">{count}</Badge>}
    </a>
  );
}
