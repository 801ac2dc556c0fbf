import { paths, toMessage, useIdentity } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { challengeOf } from '@souk/api/challenge';
import type { OrderView } from '@souk/api/types/order';
import { placedOrders } from '@souk/store/placed-orders';
import { ButtonLink, classes, EmptyState, ErrorNote, formatMoment, StaleNote } from '@souk/ui';
import { t } from '../messages';
import { Challenge } from './Challenge';
import { Facts } from './Facts';
import { useLiveOrder } from './live-order';
import { NextSteps } from './NextSteps';
import { useOrderToken } from './order-token';
import { OrderLines } from './OrderLines';
import css from './OrderPage.module.css';
import { OrderSkeleton } from './OrderSkeleton';
import { Tracking } from './Tracking';

export function OrderPage({ id }: { id: string }) {
  const token = useOrderToken(id);
  const live = useLiveOrder(id, token);
  const { data, error, fulfilledTimeStamp, refetch } = live.order;
  const retry = () => void refetch();
  if (live.unknown) return <Unknown id={id} />;

  return (
    <div className={css['page']}>
      <Title number={data?.number ?? placedOrders().find((placed) => placed.id === id)?.number} placedAt={data?.placed_at} />
      {error && !data && <ErrorNote {...toMessage(error)} onRetry={retry} />}
      {error && data && (
        <div className={css['screen']}>
          <StaleNote at={fulfilledTimeStamp} onRetry={retry} />
        </div>
      )}
      {data ? (
        <Order order={data} live={live} token={token} />
      ) : (
        !error && <OrderSkeleton />
      )}
    </div>
  );
}

function Title({ number, placedAt }: { number: string | undefined; placedAt: string | undefined }) {
  const title = number === undefined ? t('orders-title') : t('order-title', { number });
  return (
    <>
      <title>{pageTitle(title)}</title>
      <div>
        <h1>{title}</h1>
        {placedAt && <p className={css['placed']}>{t('placed-at', { moment: formatMoment(placedAt) })}</p>}
      </div>
    </>
  );
}

interface OrderProps {
  order: OrderView;
  live: ReturnType<typeof useLiveOrder>;
  token: string | undefined;
}

function Order({ order, live, token }: OrderProps) {
  const { parcel, shipment } = live;
  const mayReview = useIdentity() === 'signed-in' && order.state === 'delivered';
  const parcelFailed = parcel.error ? { ...toMessage(parcel.error), onRetry: () => void parcel.refetch() } : null;
  return (
    <div className={css['layout']}>
      <div className={css['column']}>
        <div className={classes(css['column'], css['screen'])}>
          {order.payment.challenge && (
            <Challenge order={{ id: order.id, token }} challenge={challengeOf(order.payment.challenge)} />
          )}
          <Tracking order={order} shipment={shipment} failed={parcelFailed} />
        </div>
        <OrderLines lines={order.lines} mayReview={mayReview} />
      </div>
      <div className={css['column']}>
        <div className={css['screen']}>
          <NextSteps order={order} token={token} />
        </div>
        <Facts order={order} />
      </div>
    </div>
  );
}

/** Not found, of somebody else, or nobody has said who asks: which of them it is, nobody learns. */
function Unknown({ id }: { id: string }) {
  const isSignedIn = useIdentity() === 'signed-in';
  return (
    <>
      <title>{pageTitle(t('order-unknown-title'))}</title>
      <EmptyState as="h1" drawing="parcel" title={t('order-unknown-title')} text={t('order-unknown-text')}>
        {isSignedIn ? (
          <ButtonLink look="primary" href={paths.orders()}>
            {t('to-orders')}
          </ButtonLink>
        ) : (
          <>
            <ButtonLink look="primary" href={paths.login({ back: paths.order({ id }) })}>
              {t('sign-in')}
            </ButtonLink>
            <ButtonLink href={paths.findOrder()}>{t('find-by-number')}</ButtonLink>
          </>
        )}
      </EmptyState>
    </>
  );
}
