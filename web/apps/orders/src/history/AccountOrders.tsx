import { paths, toMessage } from '@souk/api';
import { useOrdersQuery } from '@souk/api/order';
import type { PlacedOrder } from '@souk/store/placed-orders';
import { Button, ButtonLink, EmptyState, ErrorNote, StaleNote } from '@souk/ui';
import { useState } from 'react';
import { t } from '../messages';
import { DeviceOrders } from './DeviceOrders';
import css from './HistoryPage.module.css';
import { OrderRow, RowSkeleton } from './OrderRow';

/** The account's orders, newest first, and below them what was placed here without it. */
export function AccountOrders({ placedHere }: { placedHere: readonly PlacedOrder[] }) {
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const { data: newest } = useOrdersQuery({});
  const known = new Set(newest?.items.map(({ id }) => id));
  const others = newest ? placedHere.filter(({ id }) => !known.has(id)) : [];
  if (newest?.items.length === 0 && others.length === 0) return <NoOrders />;

  return (
    <>
      <ul className={css['orders']} aria-label={t('orders-list')}>
        {cursors.map((cursor, at) => (
          <Stretch
            key={cursor ?? 'newest'}
            cursor={cursor}
            isLast={at === cursors.length - 1}
            onMore={(next) => setCursors([...cursors, next])}
          />
        ))}
      </ul>
      {others.length > 0 && (
        <section className={css['others']}>
          <h2>{t('on-this-device')}</h2>
          <DeviceOrders placed={others} />
        </section>
      )}
    </>
  );
}

interface StretchProps {
  cursor: string | undefined;
  isLast: boolean;
  onMore: (next: string) => void;
}

/** One answer's worth of the history; each waits, fails and is tried again on its own. */
function Stretch({ cursor, isLast, onMore }: StretchProps) {
  const { data, error, fulfilledTimeStamp, refetch } = useOrdersQuery({ cursor }, { refetchOnMountOrArgChange: true });
  const retry = () => void refetch();
  if (!data) {
    return error ? (
      <li>
        <ErrorNote {...toMessage(error)} onRetry={retry} />
      </li>
    ) : (
      <RowSkeleton count={3} label={t('orders-loading')} />
    );
  }
  const { items, next_cursor: next } = data;
  return (
    <>
      {error && (
        <li>
          <StaleNote at={fulfilledTimeStamp} onRetry={retry} />
        </li>
      )}
      {items.map((order) => (
        <OrderRow key={order.id} href={paths.order(order)} number={order.number} order={order} />
      ))}
      {isLast && next && (
        <li>
          <Button onClick={() => onMore(next)}>{t('show-more')}</Button>
        </li>
      )}
    </>
  );
}

function NoOrders() {
  return (
    <EmptyState drawing="parcel" title={t('orders-empty')} text={t('orders-empty-text')}>
      <ButtonLink look="primary" href={paths.products({ sort: 'newest' })}>
        {t('see-products')}
      </ButtonLink>
    </EmptyState>
  );
}
