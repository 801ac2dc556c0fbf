import type { OrderView } from '@souk/api/types/order';
import { describe, expect, it } from 'vitest';
import { payingOf } from './paying';

const inr = (amount: number) => ({ amount, currency: 'INR' });

function anOrder(change: Partial<OrderView>): OrderView {
  return {
    id: 'o1',
    number: 'SK-7F3K-9QLM',
    state: 'pending',
    payment: { method: 'card', state: 'pending', last4: '4242', challenge: null },
    lines: [],
    totals: { subtotal: inr(1000), discount: inr(0), delivery: inr(0), total: inr(1000) },
    discounts: [],
    taxes: [],
    contact: { email: 'a@b.co', phone: '9', name: 'Asha Rao' },
    address: { name: 'Asha', phone: '9', line1: '1', line2: '', city: 'Mysuru', state: 'Karnataka', postal_code: '570001', country: 'IN' },
    delivery: { code: 'standard', name: 'Standard', charge: inr(0), earliest: '2026-11-23', latest: '2026-11-25' },
    placed_at: '2026-11-21T05:00:00Z',
    timeline: [],
    failure: null,
    refunds: [],
    invoices: [],
    link_token: 'secret',
    ...change,
  };
}

describe('what an order means for the one who is paying', () => {
  it('is placed once it is confirmed, and stays so while the parcel moves', () => {
    for (const state of ['confirmed', 'shipped', 'delivered'] as const) {
      expect(payingOf(anOrder({ state }), 'secret').step).toBe('placed');
    }
  });

  it('waits for the shopper when the bank asks', () => {
    const asked = anOrder({ payment: { method: 'card', state: 'pending', last4: '4242', challenge: { kind: 'confirm', prompt: 'Is it you?' } } });

    expect(payingOf(asked, 'secret')).toMatchObject({ step: 'confirming', order: { id: 'o1', token: 'secret' }, challenge: { prompt: 'Is it you?' } });
  });

  it('is asked about again while nobody knows', () => {
    expect(payingOf(anOrder({}), 'secret').step).toBe('settling');
  });

  it('gives the form back with the reason when the order came to nothing', () => {
    const failure = { code: 'payment-declined', cause: 'The card was declined.', fix: 'Try another card.', facts: {} };

    const paying = payingOf(anOrder({ state: 'cancelled', failure }), 'secret');

    expect(paying).toMatchObject({ step: 'choosing', problem: { cause: 'The card was declined.' } });
  });
});
