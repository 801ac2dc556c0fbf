import { langOfShop } from '@souk/api/language';
import { Price, Stars } from '@souk/ui';
import { t } from '../messages';
import css from './ProductName.module.css';
import type { ShownProduct } from './shown';
import { variantOf, type Choice } from './variants';

/** Who made it, what it is called and what the choice costs: the first thing on every screen. */
export function ProductName({ product, choice }: { product: ShownProduct; choice: Choice }) {
  const variant = variantOf(product, choice);
  return (
    <header className={css['name']}>
      <p className={css['note']}>{product.vendor}</p>
      <h1 className={css['title']} lang={langOfShop()}>{product.title}</h1>
      {product.rating && (
        <a className={css['rating']} href="#reviews">
          <Stars average={product.rating.average} />
          <span>{t('rated', { average: product.rating.average.toFixed(1), count: product.rating.count })}</span>
        </a>
      )}
      <div className={css['price']}>
        <Price
          size="hero"
          price={variant?.price ?? product.price}
          compareAt={variant ? variant.compare_at : product.compare_at}
          varies={variant === null && product.price_varies}
        />
        <p className={css['note']}>{t('tax-included')}</p>
      </div>
    </header>
  );
}
