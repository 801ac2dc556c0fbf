import { formatMoney, percentOff, type MoneyLike } from '../money';
import { t } from '../texts/en-IN';
import { VisuallyHidden } from './VisuallyHidden';
import css from './Price.module.css';
import { classes } from './classes';

interface PriceProps {
  price: MoneyLike;
  compareAt?: MoneyLike | null;
  /** Some variants cost more: `From ₹499`. */
  varies?: boolean;
  size?: 'small' | 'normal' | 'hero';
}

/** A price in tabular figures; on sale, the old one struck and both said in words for a screen reader. */
export function Price({ price, compareAt, varies = false, size = 'normal' }: PriceProps) {
  const onSale = compareAt != null && compareAt.amount > price.amount;
  const off = onSale ? percentOff(price, compareAt) : 0;
  return (
    <span className={classes(css['price'], css[size])}>
      {onSale && <VisuallyHidden>{t('price-now')} </VisuallyHidden>}
      <span className={classes(css['now'], onSale && css['sale'])}>
        {varies && <span className={css['from']}>{t('price-from')} </span>}
        {formatMoney(price)}
      </span>
      {onSale && (
        <>
          <VisuallyHidden> {t('price-before')} </VisuallyHidden>
          <s className={css['before']}>{formatMoney(compareAt)}</s>{' '}
          {off > 0 && <span className={css['off']}>{t('price-off', { percent: off })}</span>}
        </>
      )}
    </span>
  );
}
