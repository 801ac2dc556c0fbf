import type { OrderView } from '@souk/api/types/order';
import { Card, formatMoney } from '@souk/ui';
import { t } from '../messages';
import css from './Facts.module.css';
import { paymentWords } from './payment-words';
import { Refunds } from './Refunds';

/** What it costs, how it is paid, where it goes. */
export function Facts({ order }: { order: OrderView }) {
  const { totals, delivery, address, contact } = order;
  const lines = [address.name, address.line1, address.line2, `${address.city} ${address.postal_code}`, address.state];
  return (
    <Card className={css['facts']}>
      <section>
        <h2 className={css['title']}>{t('totals-title')}</h2>
        <dl className={css['rows']}>
          <Row name={t('subtotal')} value={formatMoney(totals.subtotal)} />
          {order.discounts
            .filter(({ applies_to }) => applies_to === 'goods')
            .map(({ promotion_id, name, code, amount }) => (
              <Row
                key={promotion_id}
                name={code === null ? name : t('discount-by-code', { name, code })}
                value={t('off', { money: formatMoney(amount) })}
              />
            ))}
          <Row
            name={t('delivery', { name: delivery.name })}
            value={totals.delivery.amount === 0 ? t('free') : formatMoney(totals.delivery)}
          />
          <div className={css['total']}>
            <dt>
              {t('total')} <span className={css['tax']}>{t('tax-included')}</span>
            </dt>
            <dd>{formatMoney(totals.total)}</dd>
          </div>
          {order.taxes.map(({ name, basis_points, amount }) => (
            <div key={`${name} ${basis_points}`} className={css['part']}>
              <dt>{t('tax', { name, percent: basis_points / 100 })}</dt>
              <dd>{formatMoney(amount)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h2 className={css['title']}>{t('payment-title')}</h2>
        <p>{paymentWords(order)}</p>
      </section>
      <Refunds refunds={order.refunds} />
      <section>
        <h2 className={css['title']}>{t('address-title')}</h2>
        <address className={css['address']}>
          {lines.filter(Boolean).map((line, at) => (
            <span key={at}>{line}</span>
          ))}
        </address>
      </section>
      <section>
        <h2 className={css['title']}>{t('contact-title')}</h2>
        <p className={css['contact']}>
          <span>{contact.email}</span>
          <span>{contact.phone}</span>
        </p>
      </section>
    </Card>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div className={css['row']}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
