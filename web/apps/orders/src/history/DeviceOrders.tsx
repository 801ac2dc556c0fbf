import { isApiError, paths, toMessage } from '@souk/api';
import { useOrderQuery } from '@souk/api/order';
import type { OrderView } from '@souk/api/types/order';
import type { PlacedOrder } from '@souk/store/placed-orders';
import { Button } from '@souk/ui';
import { t } from '../messages';
import css from './HistoryPage.module.css';
import { OrderRow, type RowOrder } from './OrderRow';

/** Orders that this device has the links of. */
export function DeviceOrders({ placed }: { placed: readonly PlacedOrder[] }) {
  return (
    <ul className={css['orders']} aria-label={t('on-this-device')}>
      {placed.map((one) => (
        <DeviceOrder key={one.id} {...one} />
      ))}
    </ul>
  );
}

/** The number is known at once; what has become of the order is asked with its link. */
function DeviceOrder({ id, number, token }: PlacedOrder) {
  const { data, error, refetch } = useOrderQuery({ id, token }, { refetchOnMountOrArgChange: true });
  const gone = isApiError(error) && error.code === 'order-not-found';
  return (
    <OrderRow href={paths.guestOrder({ id, token })} number={number} order={data && rowOf(data)}>
      {error && !data && (
        <p className={css['hint']}>
          {gone ? t('order-gone') : toMessage(error).cause} {!gone && <Button onClick={() => void refetch()}>{t('try-again')}</Button>}
        </p>
      )}
    </OrderRow>
  );
}

function rowOf({ state, placed_at, totals, delivery, lines }: OrderView): RowOrder {
  return {
    state,
    placed_at,
    total: totals.total,
    item_count: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    lines: lines.map(({ title, image }) => ({ title, image: image ?? null })),
    earliest: delivery.earliest,
    latest: delivery.latest,
  };
}
