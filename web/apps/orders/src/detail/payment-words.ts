import type { OrderView } from '@souk/api/types/order';
import { formatMoney } from '@souk/ui';
import { t } from '../messages';

/** How it is paid, in words. */
export function paymentWords({ payment, totals }: Pick<OrderView, 'payment' | 'totals'>): string {
  const total = formatMoney(totals.total);
  const last4 = payment.last4 ?? t('unknown-card');
  const onDelivery = payment.method === 'cash_on_delivery';
  switch (payment.state) {
    case 'pending':
      return onDelivery ? t('cash-due', { total }) : t('card-pending');
    case 'authorised':
      return t('card-authorised', { last4, total });
    case 'captured':
      return t('card-captured', { last4 });
    case 'declined':
      return t('card-declined');
    case 'due':
      return t('cash-due', { total });
    case 'collected':
      return t('cash-collected');
    case 'voided':
      return onDelivery ? t('cash-voided') : t('card-voided');
    case 'refunded':
      return onDelivery ? t('cash-refunded', { total }) : t('card-refunded', { last4, total });
    default:
      return payment.state satisfies never;
  }
}
