import { paths } from '@souk/api';
import type { OrderView } from '@souk/api/types/order';
import { Button, ButtonLink, Card, formatMoney } from '@souk/ui';
import { t } from '../messages';
import { Cancel } from './Cancel';
import { Invoices } from './Invoices';
import css from './OrderPage.module.css';
import { Reorder } from './Reorder';

/** What the shopper can do at this moment. */
export function NextSteps({ order, token }: { order: OrderView; token: string | undefined }) {
  const { state, failure } = order;
  return (
    <Card className={css['card']}>
      <h2 className={css['small']}>{t('next-title')}</h2>
      {failure && state === 'cancelled' && <p>{`${failure.cause} ${failure.fix}`}</p>}
      <p>{words(order)}</p>
      <div className={css['buttons']}>
        <ButtonLink href={paths.ask({ order: order.id, token })}>{t('get-help')}</ButtonLink>
        {state === 'cancelled' && <ButtonLink href={paths.cart()}>{t('to-bag')}</ButtonLink>}
        {state === 'confirmed' && !order.refunds?.length && <Cancel order={order} token={token} />}
        {state !== 'pending' && <Reorder lines={order.lines} />}
        {state !== 'pending' && <Button onClick={() => print()}>{t('print')}</Button>}
        <ButtonLink href={paths.products({ sort: 'newest' })}>{t('back-to-shop')}</ButtonLink>
      </div>
      <Invoices order={order} />
    </Card>
  );
}

function words({ state, payment, totals }: OrderView): string {
  if (payment.challenge) return t('next-challenge');
  const bringsCash = state === 'shipped' && payment.state === 'due';
  return bringsCash ? t('next-shipped-cash', { total: formatMoney(totals.total) }) : t(`next-${state}`);
}
