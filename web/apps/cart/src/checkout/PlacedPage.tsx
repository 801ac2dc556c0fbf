import { paths, toMessage, useIdentity } from '@souk/api';
import { useCart } from '@souk/api/cart';
import { useOrderQuery } from '@souk/api/order';
import { pageTitle } from '@souk/api/page-title';
import type { OrderView } from '@souk/api/types/order';
import type { Shell } from '@souk/federation';
import { placedOrders } from '@souk/store/placed-orders';
import { ButtonLink, Card, EmptyState, ErrorNote, formatDay, PageSkeleton } from '@souk/ui';
import { useEffect, useRef, useState } from 'react';
import { t as bag } from '../messages';
import { bringIntoView } from './focus';
import { t } from './messages';
import { payingOf } from './paying';
import css from './PlacedPage.module.css';

/** The last page of a checkout, at an address of its own: it is placed, and this is what happens now. */
export function PlacedPage({ id, shell }: { id: string; shell: Shell }) {
  const isSignedIn = useIdentity() === 'signed-in';
  const [token] = useState(() => tokenOf(id));
  const mayAsk = token !== undefined || isSignedIn;
  const { data: order, error, refetch } = useOrderQuery({ id, token }, { skip: !mayAsk });
  const href = token === undefined || isSignedIn ? paths.order({ id }) : paths.guestOrder({ id, token });
  const isPlaced = order !== undefined && payingOf(order, null).step === 'placed';
  useEffect(() => {
    if (order && !isPlaced) shell.navigate(href, { replace: true }); // its own page says what it waits for
  }, [order, isPlaced, href, shell]);

  if (!mayAsk) return <NotHere />;
  if (order && isPlaced) return <Placed order={order} href={href} isGuest={!isSignedIn} />;
  return (
    <>
      <title>{pageTitle(t('placed-title'))}</title>
      <h1>{t('placed-title')}</h1>
      {error ? <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} /> : <PageSkeleton label={t('placed-loading')} />}
    </>
  );
}

/** In the fragment, which no server sees, so that a guest may keep the address; and on the device that ordered. */
function tokenOf(id: string): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  return given ?? placedOrders().find((placed) => placed.id === id)?.token;
}

const MOST_LOOKS = 10;

/** The bag lets go of what was ordered when it hears of the order, a moment later: until then it is looked at again. */
function useEmptiedBag(): void {
  const [looks, setLooks] = useState(0);
  const [isFull, setFull] = useState(true);
  const { data: cart, fulfilledTimeStamp } = useCart({ pollMs: isFull && looks < MOST_LOOKS ? 1_000 : 0 });
  useEffect(() => {
    if (!cart) return;
    setLooks((before) => before + 1);
    setFull(cart.checkout_id !== null);
  }, [cart, fulfilledTimeStamp]);
}

function Placed({ order, href, isGuest }: { order: OrderView; href: string; isGuest: boolean }) {
  const { number, contact, delivery } = order;
  const title = t('thanks', { name: contact.name.trim().split(/\s+/, 1)[0] ?? contact.name });
  const heading = useRef<HTMLHeadingElement>(null);
  useEmptiedBag();
  useEffect(() => {
    if (heading.current) bringIntoView(heading.current);
  }, []);
  return (
    <Card className={css['placed']}>
      <title>{pageTitle(title)}</title>
      <svg viewBox="0 0 48 48" width="64" height="64" aria-hidden="true" className={css['mark']}>
        <circle cx="24" cy="24" r="22" />
        <path d="M14 25l7 7 14-15" fill="none" strokeWidth="4" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p>{t('placed-number', { number })}</p>
      <p>{t('placed-arrives', { from: formatDay(delivery.earliest), to: formatDay(delivery.latest) })}</p>
      <p className={css['note']}>{t(isGuest ? 'placed-keep-link' : 'placed-in-account')}</p>
      <div className={css['actions']}>
        <ButtonLink look="primary" href={href}>
          {t('follow-order')}
        </ButtonLink>
        <ButtonLink href={paths.products()}>{bag('keep-looking')}</ButtonLink>
      </div>
    </Card>
  );
}

function NotHere() {
  return (
    <>
      <title>{pageTitle(t('placed-unknown'))}</title>
      <EmptyState as="h1" drawing="parcel" title={t('placed-unknown')} text={t('placed-unknown-text')}>
        <ButtonLink look="primary" href={paths.orders()}>
          {t('your-orders')}
        </ButtonLink>
      </EmptyState>
    </>
  );
}
