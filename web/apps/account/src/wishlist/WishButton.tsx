import { Button } from '@souk/ui';
import type { Exposed } from '../exposes';
import { t } from './messages';
import { useWishes } from './use-wishes';

/** On a product's own page, in words. */
export function WishButton(product: Exposed['WishButton']) {
  const { isWished, toggle } = useWishes();
  const wished = isWished(product.productId);
  return (
    <Button wide aria-pressed={wished} onClick={() => void toggle(product)}>
      <span aria-hidden="true">{wished ? '\u2665' : '\u2661'}</span> {t(wished ? 'on-wishlist' : 'to-wishlist')}
    </Button>
  );
}
