import type { Totals } from '@souk/api/types/cart';
import { Card, formatMoney } from '@souk/ui';
import type { ReactNode } from 'react';
import { t } from '../messages/en-IN';
import css from './Summary.module.css';

interface SummaryProps {
  totals: Totals;
  itemCount: number;
  /** Before an address is known, delivery is a guess and says so. */
  estimated?: boolean;
  /** What can be done with it, below the total. */
  children?: ReactNode;
  /** What it is about, above the lines. */
  above?: ReactNode;
}

/** Every line of the total, in words. */
export function Summary({ totals, itemCount, estimated = false, children, above }: SummaryProps) {
  const { subtotal, savings, delivery, total, free_delivery_gap } = totals;
  const deliveryWords = delivery === null ? t('delivery-later') : delivery.amount === 0 ? t('free') : formatMoney(delivery);
  return (
    <Card className={css['summary']} role="region" aria-label={t('summary')}>
      <h2 className={css['title']}>{t('summary')}</h2>
      {above}
      <dl className={css['rows']}>
        <Row name={t('subtotal', { count: itemCount })} value={formatMoney(subtotal)} />
        <Row name={t(estimated ? 'delivery-estimate' : 'delivery')} value={deliveryWords} />
        {savings.amount > 0 && <Row name={t('savings')} value={formatMoney(savings)} quiet />}
        <div className={css['total']}>
          <dt>
            {t('total')} <span className={css['note']}>{t('tax-included')}</span>
          </dt>
          <dd>{formatMoney(total)}</dd>
        </div>
      </dl>
      {free_delivery_gap && free_delivery_gap.amount > 0 && (
        <p className={css['gap']}>{t('free-gap', { money: formatMoney(free_delivery_gap) })}</p>
      )}
      {children}
    </Card>
  );
}

function Row({ name, value, quiet = false }: { name: string; value: string; quiet?: boolean }) {
  return (
    <div className={quiet ? css['quiet'] : css['row']}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
