import { useCart } from '@souk/api/cart';
import { Price } from '@souk/ui';
import type { Exposed } from '../exposes';
import { t } from '../messages/en-IN';

export function CartPage(_props: Exposed['CartPage']) {
  const { data: cart } = useCart();
  return (
    <>
      <title>{t('bag-title')}</title>
      <h1>{t('bag-title')}</h1>
      {cart?.lines.length ? (
        <ul>
          {cart.lines.map((line) => (
            <li key={line.sku}>
              {line.title} × {line.quantity} {line.line_total && <Price price={line.line_total} />}
            </li>
          ))}
        </ul>
      ) : (
        <p>{t('bag-empty')}</p>
      )}
    </>
  );
}
