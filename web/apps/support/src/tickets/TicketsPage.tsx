import { paths, toMessage, useIdentity } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { useTicketsQuery } from '@souk/api/support';
import type { TicketSummary } from '@souk/api/types/support';
import { Button, ButtonLink, classes, EmptyState, ErrorNote, formatDay, Skeleton, StaleNote, VisuallyHidden } from '@souk/ui';
import { useState } from 'react';
import { t } from '../messages';
import page from '../page.module.css';
import { StateBadge } from './StateBadge';
import css from './TicketsPage.module.css';

export function TicketsPage() {
  const isSignedIn = useIdentity() === 'signed-in';
  return (
    <div className={classes(page['page'], page['narrow'])}>
      <title>{pageTitle(t('tickets-title'))}</title>
      <h1>{t('tickets-title')}</h1>
      {isSignedIn ? <Tickets /> : <Guest />}
    </div>
  );
}

function Tickets() {
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const { data: newest } = useTicketsQuery({});
  if (newest?.items.length === 0) return <NoTickets />;
  return (
    <>
      <div className={page['links']}>
        <ButtonLink look="primary" href={paths.ask()}>
          {t('ask')}
        </ButtonLink>
        <ButtonLink href={paths.help()}>{t('help-center')}</ButtonLink>
      </div>
      <ul className={css['tickets']} aria-label={t('tickets-list')}>
        {cursors.map((cursor, at) => (
          <Stretch
            key={cursor ?? 'newest'}
            cursor={cursor}
            isLast={at === cursors.length - 1}
            onMore={(next) => setCursors([...cursors, next])}
          />
        ))}
      </ul>
    </>
  );
}

interface StretchProps {
  cursor: string | undefined;
  isLast: boolean;
  onMore: (next: string) => void;
}

/** One answer's worth of the list; each waits, fails and is tried again on its own. */
function Stretch({ cursor, isLast, onMore }: StretchProps) {
  const { data, error, fulfilledTimeStamp, refetch } = useTicketsQuery(
    { cursor },
    { refetchOnMountOrArgChange: true, refetchOnFocus: true },
  );
  const retry = () => void refetch();
  if (!data) return <li>{error ? <ErrorNote {...toMessage(error)} onRetry={retry} /> : <Waiting />}</li>;
  const { items, next_cursor: next } = data;
  return (
    <>
      {error && (
        <li>
          <StaleNote at={fulfilledTimeStamp} onRetry={retry} />
        </li>
      )}
      {items.map((ticket) => (
        <Row key={ticket.id} ticket={ticket} />
      ))}
      {isLast && next && (
        <li>
          <Button onClick={() => onMore(next)}>{t('show-more')}</Button>
        </li>
      )}
    </>
  );
}

function Row({ ticket }: { ticket: TicketSummary }) {
  const { id, number, subject, state, order, opened_at: openedAt } = ticket;
  return (
    <li className={css['row']}>
      <div className={css['head']}>
        <a className={css['subject']} href={paths.ticket({ id })}>
          {subject}
        </a>
        <StateBadge state={state} />
      </div>
      <p className={page['hint']}>
        {number} · {t('asked-on', { day: formatDay(openedAt) })}
        {order && ` · ${t('about-order', { number: order.number })}`}
      </p>
    </li>
  );
}

function Waiting() {
  return (
    <div className={css['waiting']} role="status">
      <VisuallyHidden>{t('tickets-loading')}</VisuallyHidden>
      <Skeleton shape="block" />
      <Skeleton shape="block" />
    </div>
  );
}

function NoTickets() {
  return (
    <EmptyState drawing="person" title={t('tickets-empty')} text={t('tickets-empty-text')}>
      <ButtonLink look="primary" href={paths.ask()}>
        {t('ask')}
      </ButtonLink>
    </EmptyState>
  );
}

function Guest() {
  return (
    <EmptyState drawing="person" title={t('tickets-guest')} text={t('tickets-guest-text')}>
      <ButtonLink look="primary" href={paths.login({ back: paths.tickets() })}>
        {t('sign-in')}
      </ButtonLink>
      <ButtonLink href={paths.ask()}>{t('ask')}</ButtonLink>
    </EmptyState>
  );
}
