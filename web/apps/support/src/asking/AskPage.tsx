import { paths, toMessage, useIdentity, type ApiError } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { useOpenTicketMutation } from '@souk/api/support';
import type { NewTicket } from '@souk/api/types/support';
import { useMe } from '@souk/api/user';
import { Card, classes, ErrorNote } from '@souk/ui';
import { useLinkToken } from '../link-token';
import { t } from '../messages';
import page from '../page.module.css';
import { AboutOrder, useAskedOrder } from './AboutOrder';
import { AskForm, type Asked } from './AskForm';
import { forgetDraft } from './draft';

interface AskPageProps {
  search: string;
  navigate: (to: string) => void;
}

/** A new question, about an order where the address names one. */
export function AskPage({ search, navigate }: AskPageProps) {
  const orderId = new URLSearchParams(search).get('order') ?? '';
  const token = useLinkToken('order', orderId);
  const asked = useAskedOrder(orderId, token);
  const me = useMe().data;
  const isSignedIn = useIdentity() === 'signed-in';
  const [open, { isLoading, error }] = useOpenTicketMutation();
  const contact = asked.order?.contact;
  const known = contact ?? (me ? { name: me.name, email: me.email } : undefined);

  const send = async (question: Asked) => {
    const order: NewTicket['order'] = asked.order ? { id: orderId, token: token ?? null } : null;
    const { data } = await open({ ...question, order });
    if (!data) return;
    forgetDraft();
    navigate(isSignedIn ? paths.ticket(data) : paths.asked(data));
  };

  return (
    <div className={classes(page['page'], page['narrow'])}>
      <title>{pageTitle(t('ask-title'))}</title>
      <h1>{t('ask-title')}</h1>
      <p className={page['lead']}>{t(orderId ? 'ask-order-lead' : 'ask-lead')}</p>
      {orderId && <AboutOrder asked={asked} />}
      <Card>
        <AskForm known={known} busy={isLoading} problem={problemOf(error)} onSend={(question) => void send(question)}>
          {error && <ErrorNote {...toMessage(error)} />}
        </AskForm>
      </Card>
    </div>
  );
}

function problemOf(error: unknown): ApiError | undefined {
  return error as ApiError | undefined;
}
