import type { OrderView } from '@souk/api/types/order';
import { formatDay, formatMoney } from '@souk/ui';
import { t } from '../messages';
import css from './Facts.module.css';

/** What went back to the shopper, or is on its way. */
export function Refunds({ refunds }: Pick<OrderView, 'refunds'>) {
  if (!refunds?.length) return null;
  return (
    <section>
      <h2 className={css['title']}>{t('refunds-title')}</h2>
      <dl className={css['rows']}>
        {refunds.map(({ id, state, amount, lines, asked_at, ended_at }) => (
          <div key={id} className={css['row']}>
            <dt>
              {t(state === 'done' ? 'refund-done' : 'refund-pending', { day: formatDay(ended_at ?? asked_at) })}
              {lines.map(({ sku, title, quantity }) => (
                <span key={sku} className={css['refunded']}>
                  {t('refund-line', { title, count: quantity })}
                </span>
              ))}
            </dt>
            <dd>{formatMoney(amount)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
