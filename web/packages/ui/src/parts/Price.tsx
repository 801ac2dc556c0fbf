import { formatMoney, percentOff, type MoneyLike } from '../money';
import { t } from '../messages';
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
  const amount = (
    <>
      {varies && <span className={css['from']}>{t('price-from')} </span>}
      {formatMoney(price)}
    </>
  );
  if (compareAt == null || compareAt.amount <= price.amount) {
    return <span className={classes(css['now'], css[size])}>{amount}</span>;
  }
  const off = percentOff(price, compareAt);
  return (
    <span className={classes(css['price'], css[size])}>
      <VisuallyHidden>{t('price-now')} </VisuallyHidden>
      <span className={classes(css['now'], css['sale'])}>{amount}</span>
      <VisuallyHidden> {t('price-before')} </VisuallyHidden>
      <s className={css['before']}>{formatMoney(compareAt)}</s>{' '}
      {off > 0 && <span className={css['off']}>{t('price-off', { percent: off })}</span>}
    </span>
  );
}
