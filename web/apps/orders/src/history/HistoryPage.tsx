import { paths, useIdentity } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { placedOrders, type PlacedOrder } from '@souk/store/placed-orders';
import { ButtonLink, EmptyState } from '@souk/ui';
import { useState } from 'react';
import { t } from '../messages';
import { AccountOrders } from './AccountOrders';
import { DeviceOrders } from './DeviceOrders';
import css from './HistoryPage.module.css';

export function HistoryPage() {
  const isSignedIn = useIdentity() === 'signed-in';
  const [placed] = useState(placedOrders);
  return (
    <div className={css['page']}>
      <title>{pageTitle(t('orders-title'))}</title>
      <h1>{t('orders-title')}</h1>
      {isSignedIn ? <AccountOrders placedHere={placed} /> : <GuestOrders placed={placed} />}
    </div>
  );
}

function GuestOrders({ placed }: { placed: readonly PlacedOrder[] }) {
  const signIn = paths.login({ back: paths.orders() });
  if (placed.length === 0) {
    return (
      <EmptyState drawing="parcel" title={t('orders-empty')} text={t('orders-empty-guest')}>
        <ButtonLink look="primary" href={signIn}>
          {t('sign-in-for-all')}
        </ButtonLink>
        <ButtonLink href={paths.findOrder()}>{t('find-by-number')}</ButtonLink>
      </EmptyState>
    );
  }
  return (
    <>
      <p className={css['hint']}>
        {t('sign-in-hint')} <a href={signIn}>{t('sign-in-for-all')}</a>
      </p>
      <DeviceOrders placed={placed} />
      <p className={css['hint']}>
        <a href={paths.findOrder()}>{t('find-by-number')}</a>
      </p>
    </>
  );
}
