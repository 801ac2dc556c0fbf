import { identity, isApiError, type ApiError, type Code } from '@souk/api';
import { challengeOf, type Challenge } from '@souk/api/challenge';
import { problemOf } from '@souk/api/errors';
import { usePlaceOrderMutation, useAnswerChallengeMutation, useOrderQuery } from '@souk/api/order';
import type { OrderView } from '@souk/api/types/order';
import type { Checkout } from '@souk/api/types/cart';
import { rememberPlaced } from '@souk/store/placed-orders';
import { useEffect, useState } from 'react';
import { useCardToken } from './card-token';
import { t } from './messages';
import type { Payment } from './PayStep';

/** An order and what opens it without login. */
export interface OrderLink {
  id: string;
  token: string | null;
}

export type Paying =
  | { step: 'choosing'; problem: ApiError | null }
  | { step: 'placing' }
  | { step: 'confirming'; order: OrderLink; challenge: Challenge; busy: boolean }
  | { step: 'settling'; order: OrderLink }
  | { step: 'placed'; order: OrderLink };

/** What an order's state means for the one who is paying. */
export function payingOf(order: OrderView, token: string | null): Paying {
  const link = { id: order.id, token };
  if (order.state === 'cancelled') return { step: 'choosing', problem: problemOfFailed(order) };
  if (order.state !== 'pending') return { step: 'placed', order: link };
  const { challenge } = order.payment;
  return challenge ? { step: 'confirming', order: link, challenge: challengeOf(challenge), busy: false } : { step: 'settling', order: link };
}

function problemOfFailed({ failure }: OrderView): ApiError {
  return problemOf(409, failure ? { ...failure, type: failure.code } : { type: 'order-failed', cause: t('order-failed'), fix: t('order-failed-fix') });
}

/** After these the provider has used the card's token up; after any other answer a repeat is the same request. */
const SPENT: ReadonlySet<Code> = new Set(['payment-declined', 'payment-not-captured', 'challenge-expired']);

/**
 * Placing an order until it is final. `unfinished` is the order that a reload came back to; `onUnfinished` is told
 * which order a reload would have to come back to.
 */
export function usePaying(unfinished: OrderLink | null, onUnfinished: (order: OrderLink | null) => void) {
  const [paying, setPaying] = useState<Paying>(() =>
    unfinished ? { step: 'settling', order: unfinished } : { step: 'choosing', problem: null },
  );
  const [placeOrder] = usePlaceOrderMutation();
  const [answerChallenge] = useAnswerChallengeMutation();
  const cards = useCardToken();

  const enter = (next: Paying) => {
    onUnfinished(next.step === 'confirming' || next.step === 'settling' ? next.order : null);
    if (next.step === 'choosing' && next.problem && SPENT.has(next.problem.code)) cards.forget();
    setPaying(next);
  };
  const refuse = (error: unknown) => enter({ step: 'choosing', problem: isApiError(error) ? error : null });
  const follow = (order: OrderView, token: string | null) => {
    keepLink(order, token);
    enter(payingOf(order, token));
  };
  useSettling(paying, follow, refuse);

  const pay = async (checkout: Checkout, payment: Payment) => {
    if (paying.step !== 'choosing') return;
    setPaying({ step: 'placing' });
    const means = payment.method === 'card' ? await cards.tokenOf(payment.card) : { means: { method: payment.method } };
    if ('error' in means) return refuse(means.error);
    const answer = await placeOrder({ checkout_id: checkout.id, expected_total: checkout.totals.total, payment: means.means });
    if (answer.data) follow(answer.data, answer.data.link_token);
    else refuse(answer.error);
  };
  const answer = async (reply: 'approve' | 'reject') => {
    if (paying.step !== 'confirming' || paying.busy) return;
    const { id, token } = paying.order;
    setPaying({ ...paying, busy: true });
    cards.forget();
    const said = await answerChallenge({ id, token: token ?? undefined, answer: reply });
    if (said.data) follow(said.data, token);
    else refuse(said.error);
  };
  return { paying, pay, answer };
}

/** A guest finds the order again on this device. A customer's stay with the account: after signing out, nobody sees them. */
function keepLink({ id, number }: OrderView, token: string | null): void {
  if (identity() !== 'signed-in' && token !== null) rememberPlaced({ id, number, token });
}

const POLL_MS = 1_000;

/** An order that is neither placed nor refused yet, or that is confirmed at the bank's, is asked about until it is. */
function useSettling(
  paying: Paying,
  follow: (order: OrderView, token: string | null) => void,
  refuse: (error: unknown) => void,
): void {
  const isElsewhere = paying.step === 'confirming' && paying.challenge.kind !== 'confirm';
  const order = paying.step === 'settling' || isElsewhere ? paying.order : null;
  const { currentData: data, error } = useOrderQuery(
    { id: order?.id ?? '', token: order?.token ?? undefined },
    { skip: order === null, pollingInterval: POLL_MS, refetchOnMountOrArgChange: true },
  );
  useEffect(() => {
    if (!order) return;
    if (data && (data.state !== 'pending' || (data.payment.challenge && !isElsewhere))) follow(data, order.token);
    else if (isApiError(error) && error.code === 'order-not-found') refuse(null);
    // Once per answer, not per render of the page around it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data, error]);
}
