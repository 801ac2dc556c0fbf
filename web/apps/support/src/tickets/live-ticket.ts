import { isApiError, useIdentity } from '@souk/api';
import { useTicketQuery } from '@souk/api/support';
import { useState } from 'react';

const POLL_MS = 10_000;
const POLL_IN_TROUBLE_MS = 30_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A ticket, asked for again while its page is looked at; a hidden tab rests and looks when it comes back. */
export function useLiveTicket(id: string, token: string | undefined) {
  const isSignedIn = useIdentity() === 'signed-in';
  const mayAsk = UUID.test(id) && (token !== undefined || isSignedIn);
  const [pollingInterval, setPolling] = useState(POLL_MS);
  const query = useTicketQuery(
    { id, token },
    { skip: !mayAsk, pollingInterval, skipPollingIfUnfocused: true, refetchOnFocus: true, refetchOnMountOrArgChange: true },
  );
  const code = isApiError(query.error) ? query.error.code : undefined;
  const isHidden = code === 'ticket-not-found' || code === 'link-expired';
  const next = isHidden || query.data?.state === 'closed' ? 0 : query.isError ? POLL_IN_TROUBLE_MS : POLL_MS;
  if (next !== pollingInterval) setPolling(next);
  return { ...query, isLinkOver: code === 'link-expired', isUnknown: !mayAsk || code === 'ticket-not-found' };
}
