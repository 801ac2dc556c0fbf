import type { PaymentView } from '@souk/api/types/order';
import { expect, it } from 'vitest';
import { paymentWords } from './payment-words';

const MONEY = { amount: 138_000, currency: 'INR' };
const NOTHING = { ...MONEY, amount: 0 };
const TOTALS = { subtotal: MONEY, discount: NOTHING, delivery: NOTHING, total: MONEY };

function wordsFor(method: PaymentView['method'], state: PaymentView['state'], last4: string | null = '4242'): string {
  return paymentWords({ payment: { method, state, last4, challenge: null }, totals: TOTALS });
}

it.each([
  ['card', 'captured', 'Paid by card ending 4242'],
  ['card', 'authorised', 'Card ending 4242: ₹1,380 is reserved and not charged yet'],
  ['card', 'declined', 'The card was declined. Nothing was charged'],
  ['card', 'refunded', '₹1,380 refunded to the card ending 4242'],
  ['cash_on_delivery', 'due', 'Pay ₹1,380 on delivery'],
  ['cash_on_delivery', 'collected', 'Paid on delivery'],
  ['cash_on_delivery', 'voided', 'Nothing to pay'],
] as const)('a payment by %s that is %s reads "%s"', (method, state, words) => {
  expect(wordsFor(method, state)).toBe(words);
});

it('names no digits of a card that it does not know', () => {
  expect(wordsFor('card', 'captured', null)).toBe('Paid by card ending ····');
});
