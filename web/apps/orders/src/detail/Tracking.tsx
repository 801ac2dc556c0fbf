import type { Shipment } from '@souk/api/types/logistics';
import type { OrderView } from '@souk/api/types/order';
import { Card, ErrorNote, formatMoment, Timeline, VisuallyHidden } from '@souk/ui';
import { useEffect, useRef, useState } from 'react';
import { t } from '../messages';
import { StateBadge } from '../StateBadge';
import css from './OrderPage.module.css';
import { currentStep, newsOf, trackingSteps, type Step } from './steps';

interface TrackingProps {
  order: OrderView;
  shipment: Shipment | undefined;
  /** Why the carrier's reports cannot be had. */
  failed: { cause: string; fix: string; onRetry: () => void } | null;
}

export function Tracking({ order, shipment, failed }: TrackingProps) {
  const news = useNews(order.number, order.state === 'cancelled' ? 'cancelled' : currentStep(order, shipment));
  return (
    <Card className={css['card']}>
      <div className={css['head']}>
        <h2 className={css['title']}>{t('tracking-title')}</h2>
        <StateBadge state={order.state} />
      </div>
      <Now order={order} shipment={shipment} />
      {failed && <ErrorNote cause={t('parcel-failed')} fix={failed.fix} onRetry={failed.onRetry} />}
      <Timeline label={t('tracking')} steps={trackingSteps(order, shipment)} />
      <div role="status">
        <VisuallyHidden>{news}</VisuallyHidden>
      </div>
    </Card>
  );
}

/** Where the parcel is, in words. */
function Now({ order, shipment }: Pick<TrackingProps, 'order' | 'shipment'>) {
  const last = shipment?.events.at(-1);
  if (!shipment || !last) {
    const preparing = order.state === 'confirmed';
    return <p className={css[preparing ? 'preparing' : 'now']}>{t(`now-${order.state}`)}</p>;
  }
  return (
    <div className={css['now']}>
      <p className={css['what']}>{newsOf(last)}</p>
      <p>{t('parcel-last', { place: last.place, at: formatMoment(last.at) })}</p>
      <p>{t('parcel-by', { carrier: shipment.carrier, number: shipment.tracking_number })}</p>
    </div>
  );
}

/** The step to say aloud: nothing at first, since the page says it; then each new one. */
function useNews(number: string, step: Step | 'cancelled'): string {
  const [news, setNews] = useState('');
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    setNews(t('moved-on', { number, step: t(step) }));
  }, [number, step]);
  return news;
}
