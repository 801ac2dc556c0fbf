import { Remote } from '@souk/federation';
import type { ProductView } from '@souk/api/types/product';
import { Button, OptionGroup, Price } from '@souk/ui';
import { t } from '../messages/en-IN';
import css from './BuyBox.module.css';
import { stockOf, valuesOf, variantOf, type Choice } from './variants';

interface BuyBoxProps {
  product: ProductView;
  choice: Choice;
  onChoose: (choice: Choice) => void;
}

/** Name, price, options, stock in words, and the cart's own button. */
export function BuyBox({ product, choice, onChoose }: BuyBoxProps) {
  const variant = variantOf(product, choice);
  const open = product.options.find(({ name }) => choice[name] === undefined);
  const choose = (name: string) => (value: string) => {
    onChoose({ ...choice, [name]: value });
  };

  return (
    <div className={css['box']}>
      <p className={css['vendor']}>{product.vendor}</p>
      <h1 className={css['title']}>{product.title}</h1>
      <div>
        <Price
          size="hero"
          price={variant?.price ?? product.price}
          compareAt={variant ? variant.compare_at : product.compare_at}
          varies={variant === null && product.price_varies}
        />
        <p className={css['note']}>{t('tax-included')}</p>
      </div>
      {product.options.map(({ name }) => (
        <OptionGroup
          key={name}
          label={name}
          values={valuesOf(product, name, choice)}
          chosen={choice[name] ?? null}
          onChoose={choose(name)}
        />
      ))}
      <StockWords product={product} choice={choice} />
      <div className={css['buy']}>
        <Remote
          id="cart/AddToCart"
          eager
          props={{
            sku: variant?.sku ?? null,
            title: product.title,
            available: variant?.available ?? product.available,
            missing: open?.name,
          }}
          placeholder={
            <Button look="primary" size="large" wide disabled>
              {open ? t('choose-option', { name: open.name.toLowerCase() }) : t(product.available ? 'in-stock' : 'sold-out')}
            </Button>
          }
        />
        <noscript>
          <p className={css['note']}>{t('buy-needs-script')}</p>
        </noscript>
      </div>
    </div>
  );
}

function StockWords({ product, choice }: { product: ProductView; choice: Choice }) {
  const variant = variantOf(product, choice);
  const stock = stockOf(variant ?? { available: product.available, stock_left: null });
  const words = stock.words === 'only-left' ? t('only-left', { count: stock.left }) : t(stock.words);
  const missing = product.available && stock.words === 'sold-out';
  return (
    <p className={css[stock.words]} aria-live="polite">
      {words}
      {missing && <span className={css['missing']}> {t('combination-missing')}</span>}
    </p>
  );
}
