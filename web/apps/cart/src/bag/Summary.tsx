import type { Discount, Totals } from '@souk/api/types/cart';
import { Card, formatMoney } from '@souk/ui';
import type { ReactNode } from 'react';
import { t } from '../messages';
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
  return (
    <Card className={css['summary']} role="region" aria-label={t('summary')}>
      <h2 className={css['title']}>{t('summary')}</h2>
      {above}
      <TotalRows totals={totals} itemCount={itemCount} estimated={estimated} />
      <FreeDelivery totals={totals} />
      {children}
    </Card>
  );
}

/** Which rule gave what, from the prices of the goods down to the total. */
function TotalRows({ totals, itemCount, estimated }: { totals: Totals; itemCount: number; estimated: boolean }) {
  const { subtotal, savings, delivery, total, discounts, taxes } = totals;
  const deliveryWords = delivery === null ? t('delivery-later') : delivery.amount === 0 ? t('free') : formatMoney(delivery);
  const deliveredBy = discounts.find(({ applies_to, promotion_id }) => applies_to === 'delivery' && promotion_id !== null);
  return (
    <dl className={css['rows']}>
      <Row name={t('subtotal', { count: itemCount })} value={formatMoney(subtotal)} />
      {discounts
        .filter(({ applies_to }) => applies_to === 'goods')
        .map((discount) => (
          <Row key={discount.promotion_id} name={nameOf(discount)} value={t('off', { money: formatMoney(discount.amount) })} good />
        ))}
      <Row name={t(estimated ? 'delivery-estimate' : 'delivery')} note={deliveredBy && nameOf(deliveredBy)} value={deliveryWords} />
      {savings.amount > 0 && <Row name={t('savings')} value={formatMoney(savings)} quiet />}
      <div className={css['total']}>
        <dt>
          {t('total')} <span className={css['note']}>{t('tax-included')}</span>
        </dt>
        <dd>{formatMoney(total)}</dd>
      </div>
      {taxes.map(({ name, basis_points, amount }) => (
        <div key={`${name} ${basis_points}`} className={css['tax']}>
          <dt>{t('tax', { name, percent: basis_points / 100 })}</dt>
          <dd>{formatMoney(amount)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How far it is to free delivery, in a shop that has such a rule. */
export function FreeDelivery({ totals: { subtotal, free_delivery_gap } }: { totals: Totals }) {
  if (!free_delivery_gap || free_delivery_gap.amount <= 0) return null;
  return (
    <div className={css['gap']}>
      <p>{t('free-gap', { money: formatMoney(free_delivery_gap) })}</p>
      <progress
        className={css['progress']}
        aria-label={t('free-progress')}
        max={subtotal.amount + free_delivery_gap.amount}
        value={subtotal.amount}
      />
    </div>
  );
}

function nameOf({ name, code }: Discount): string {
  return code === null ? name : t('discount-by-code', { name, code });
}

interface RowProps {
  name: string;
  value: string;
  note?: string | undefined;
  quiet?: boolean;
  good?: boolean;
}

function Row({ name, value, note, quiet = false, good = false }: RowProps) {
  return (
    <div className={css[quiet ? 'quiet' : good ? 'good' : 'row']}>
      <dt>
        {name}
        {note !== undefined && <span className={css['note']}>{note}</span>}
      </dt>
      <dd>{value}</dd>
    </div>
  );
}
