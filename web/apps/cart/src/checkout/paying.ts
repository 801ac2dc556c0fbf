import { identity, isApiError, type ApiError } from '@souk/api';
import { useTokenizeCardMutation, usePlaceOrderMutation, useAnswerChallengeMutation, useOrderQuery } from '@souk/api/order';
import type { OrderView, PlaceOrder } from '@souk/api/types/order';
import type { Checkout } from '@souk/api/types/cart';
import { rememberPlaced } from '@souk/store/placed-orders';
import { useRef, useState } from 'react';
import { t } from '../messages/en-IN';
import { expiryOf, type CardInput } from './fields';
import type { Payment } from './PayStep';

export type Paying =
  | { step: 'choosing'; problem: ApiError | null }
  | { step: 'placing' }
  | { step: 'confirming'; order: OrderView; prompt: string; busy: boolean }
  | { step: 'settling'; order: OrderView }
  | { step: 'placed'; order: OrderView };

/** What an order's state means for the one who is paying. */
export function payingOf(order: OrderView): Paying {
  if (order.state === 'cancelled') return { step: 'choosing', problem: problemOfFailed(order) };
  if (order.state !== 'pending') return { step: 'placed', order };
  const { challenge } = order.payment;
  return challenge ? { step: 'confirming', order, prompt: challenge.prompt, busy: false } : { step: 'settling', order };
}

function problemOfFailed({ failure }: OrderView): ApiError {
  const words = failure ?? { code: 'order-failed', cause: t('order-failed'), fix: t('order-failed-fix'), facts: {} };
  return { ...words, status: 409, fields: [] };
}

/** Placing an order until it is final. The same card sent again keeps its token, so a repeat is the same request. */
export function usePaying(checkout: Checkout | null) {
  const [paying, setPaying] = useState<Paying>({ step: 'choosing', problem: null });
  const [placeOrder] = usePlaceOrderMutation();
  const [answerChallenge] = useAnswerChallengeMutation();
  const tokenOf = useCardToken();
  useSettling(paying, setPaying);

  const follow = (answer: { data?: OrderView; error?: unknown }) => {
    if (answer.data) setPaying(keepLink(payingOf(answer.data)));
    else setPaying({ step: 'choosing', problem: isApiError(answer.error) ? answer.error : null });
  };
  const pay = async (payment: Payment) => {
    if (!checkout || paying.step !== 'choosing') return;
    setPaying({ step: 'placing' });
    const means = payment.method === 'card' ? await tokenOf.card(payment.card) : ({ method: payment.method } as const);
    if ('error' in means) return follow(means);
    const answer = await placeOrder({ checkout_id: checkout.id, expected_total: checkout.totals.total, payment: means });
    if (answer.error && isApiError(answer.error) && answer.error.status === 402) tokenOf.forget();
    follow(answer);
  };
  const answer = async (order: OrderView, reply: 'approve' | 'reject') => {
    setPaying((now) => (now.step === 'confirming' ? { ...now, busy: true } : now));
    tokenOf.forget();
    follow(await answerChallenge({ id: order.id, token: order.link_token ?? undefined, answer: reply }));
  };
  return { paying, pay, answer };
}

/** A guest finds the order again on this device. A customer's stay with the account: after signing out, nobody sees them. */
function keepLink(paying: Paying): Paying {
  if (identity() !== 'signed-in' && 'order' in paying && paying.order.link_token !== null) {
    rememberPlaced({ id: paying.order.id, number: paying.order.number, token: paying.order.link_token });
  }
  return paying;
}

type ByCard = Extract<PlaceOrder['payment'], { method: 'card' }>;

function useCardToken() {
  const [tokenize] = useTokenizeCardMutation();
  const kept = useRef<{ of: string; means: ByCard } | null>(null);
  return {
    forget: () => {
      kept.current = null;
    },
    card: async (card: CardInput): Promise<ByCard | { error: unknown }> => {
      const of = JSON.stringify(card);
      if (kept.current?.of === of) return kept.current.means;
      const expiry = expiryOf(card.expiry);
      const answer = await tokenize({
        number: card.number.replace(/\D/g, ''),
        expiry_month: expiry?.month ?? 0,
        expiry_year: expiry?.year ?? 0,
        cvc: card.cvc.trim(),
        name: card.cardName.trim(),
      });
      if (!answer.data) return { error: answer.error };
      const means: ByCard = { method: 'card', token: answer.data.token };
      kept.current = { of, means };
      return means;
    },
  };
}

const POLL_MS = 1_000;

/** An order that is neither placed nor refused yet is asked about until it is. */
function useSettling(paying: Paying, setPaying: (next: Paying) => void): void {
  const order = paying.step === 'settling' ? paying.order : null;
  const { data } = useOrderQuery(
    { id: order?.id ?? '', token: order?.link_token ?? undefined },
    { skip: order === null, pollingInterval: POLL_MS },
  );
  if (order && data && data.id === order.id && (data.state !== 'pending' || data.payment.challenge)) {
    setPaying(payingOf({ ...data, link_token: data.link_token ?? order.link_token }));
  }
}
