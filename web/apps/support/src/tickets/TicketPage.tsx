import { paths, toMessage, useIdentity } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import type { TicketRef } from '@souk/api/support';
import type { TicketView } from '@souk/api/types/support';
import { ButtonLink, classes, EmptyState, ErrorNote, formatDay, PageSkeleton, StaleNote } from '@souk/ui';
import { useLinkToken } from '../link-token';
import { t } from '../messages';
import page from '../page.module.css';
import { LinkOver } from './LinkOver';
import { useLiveTicket } from './live-ticket';
import { Messages } from './Messages';
import { Rating } from './Rating';
import { ReplyForm } from './ReplyForm';
import { StateBadge } from './StateBadge';
import css from './TicketPage.module.css';

export function TicketPage({ id }: { id: string }) {
  const token = useLinkToken('ticket', id);
  const live = useLiveTicket(id, token);
  const { data, error, fulfilledTimeStamp, refetch } = live;
  const retry = () => void refetch();
  if (live.isLinkOver) return <LinkOver id={id} />;
  if (live.isUnknown) return <Unknown id={id} />;

  return (
    <div className={classes(page['page'], page['narrow'])}>
      <title>{pageTitle(data ? data.subject : t('tickets-title'))}</title>
      {data ? <Head ticket={data} /> : <h1>{t('tickets-title')}</h1>}
      {error && !data && <ErrorNote {...toMessage(error)} onRetry={retry} />}
      {error && data && <StaleNote at={fulfilledTimeStamp} onRetry={retry} />}
      {!data && !error && <PageSkeleton label={t('ticket-loading')} />}
      {data && <Conversation ticket={data} ticketRef={{ id, token }} />}
    </div>
  );
}

function Head({ ticket }: { ticket: TicketView }) {
  const { number, subject, state, order, opened_at: openedAt } = ticket;
  return (
    <div className={css['head']}>
      <h1>{subject}</h1>
      <p className={css['facts']}>
        <StateBadge state={state} />
        <span>
          {t('ticket-title', { number })} · {t('asked-on', { day: formatDay(openedAt) })}
        </span>
        {order && <a href={paths.order(order)}>{t('about-order', { number: order.number })}</a>}
      </p>
    </div>
  );
}

function Conversation({ ticket, ticketRef }: { ticket: TicketView; ticketRef: TicketRef }) {
  const { state, messages, satisfaction } = ticket;
  const isSettled = state === 'solved' || state === 'closed';
  return (
    <>
      <Messages messages={messages} />
      <p className={css['now']}>{t(`now-${state}`)}</p>
      {isSettled && <Rating ticketRef={ticketRef} given={satisfaction} />}
      {state === 'closed' ? (
        <div className={page['links']}>
          <ButtonLink look="primary" href={paths.ask()}>
            {t('ask')}
          </ButtonLink>
        </div>
      ) : (
        <ReplyForm ticketRef={ticketRef} state={state} />
      )}
    </>
  );
}

/** Not found, of somebody else, or nobody has said who asks: which of them it is, nobody learns. */
function Unknown({ id }: { id: string }) {
  const isSignedIn = useIdentity() === 'signed-in';
  return (
    <>
      <title>{pageTitle(t('ticket-unknown'))}</title>
      <EmptyState as="h1" drawing="person" title={t('ticket-unknown')} text={t('ticket-unknown-text')}>
        {isSignedIn ? (
          <ButtonLink look="primary" href={paths.tickets()}>
            {t('your-questions')}
          </ButtonLink>
        ) : (
          <ButtonLink look="primary" href={paths.login({ back: paths.ticket({ id }) })}>
            {t('sign-in')}
          </ButtonLink>
        )}
      </EmptyState>
    </>
  );
}
