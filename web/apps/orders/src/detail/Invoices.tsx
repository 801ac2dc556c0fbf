import type { OrderView } from '@souk/api/types/order';
import { ButtonLink, formatDay, formatMoney } from '@souk/ui';
import { t } from '../messages';
import css from './Invoices.module.css';

/** The invoice, from when the parcel leaves, and a credit note for each time that money went back: files to keep. */
export function Invoices({ order: { state, invoices = [] } }: { order: Pick<OrderView, 'state' | 'invoices'> }) {
  const isExpected = state !== 'pending' && state !== 'cancelled';
  if (invoices.length === 0) return isExpected && <p className={css['later']}>{t(state === 'confirmed' ? 'invoice-later' : 'invoice-soon')}</p>;
  return (
    <section>
      <h3 className={css['title']}>{t('invoices-title')}</h3>
      <ul className={css['list']}>
        {invoices.map(({ id, kind, number, issued_at, total, document }) => (
          <li key={id} className={css['item']}>
            <ButtonLink href={document} download={fileName(number)}>
              {t(kind, { number })}
            </ButtonLink>
            <span className={css['about']}>{t('invoice-about', { day: formatDay(issued_at), total: formatMoney(total) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const fileName = (number: string) => `${number.replaceAll('/', '-')}.pdf`;
