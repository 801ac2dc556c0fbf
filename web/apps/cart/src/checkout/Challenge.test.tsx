import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCart, aCheckout, arrive, aShop, eachAsAGuest, type Reply } from './tests/shop';

eachAsAGuest();

describe('an order that the bank asks about', () => {
  const ORDER = {
    id: '01a1fc50-0b55-741b-937e-3a70ccd18874',
    number: 'SK-7F3K-9QLM',
    state: 'pending',
    payment: { method: 'card', state: 'pending', last4: '3184', challenge: { kind: 'confirm', prompt: 'Is it you?' } },
    failure: null,
    link_token: 'secret',
    contact: { name: 'Asha Rao', email: 'asha@example.com', phone: '9800000000' },
    delivery: { earliest: '2026-11-24', latest: '2026-11-26' },
  };

  it('is asked about again after a reload, and has an address once it is placed', async () => {
    const replies: Record<string, Reply> = {
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      [`GET /orders/${ORDER.id}`]: { body: { ...ORDER, link_token: null } },
      [`POST /orders/${ORDER.id}/challenge`]: { body: { ...ORDER, state: 'confirmed' } },
    };
    aShop(replies);
    sessionStorage.setItem('souk-draft-checkout', JSON.stringify({ unfinished: { id: ORDER.id, token: 'secret' }, by: 'guest' }));
    const { user, log } = arrive('/checkout/pay');

    const approve = await screen.findByRole('button', { name: 'Approve' });
    replies[`GET /orders/${ORDER.id}`] = { body: { ...ORDER, state: 'confirmed', link_token: null } };
    await user.click(approve);

    await waitFor(() => expect(log).toEqual([`/checkout/placed/${ORDER.id}#token=secret`]));
    expect(sessionStorage.getItem('souk-draft-checkout')).toBeNull();
  });

  it('on a page of its own leads there, and the order is asked about until it is placed', async () => {
    const elsewhere = { ...ORDER, payment: { ...ORDER.payment, challenge: { kind: 'redirect', prompt: 'Go on.', url: 'https://bank.example/3ds' } } };
    const replies: Record<string, Reply> = {
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      [`GET /orders/${ORDER.id}`]: { body: elsewhere },
    };
    aShop(replies);
    sessionStorage.setItem('souk-draft-checkout', JSON.stringify({ unfinished: { id: ORDER.id, token: 'secret' }, by: 'guest' }));
    const { log } = arrive('/checkout/pay');
    expect((await screen.findByRole('link', { name: 'Continue at your bank' })).getAttribute('href')).toBe('https://bank.example/3ds');

    replies[`GET /orders/${ORDER.id}`] = { body: { ...elsewhere, state: 'confirmed' } };

    await waitFor(() => expect(log).toEqual([`/checkout/placed/${ORDER.id}#token=secret`]), { timeout: 5_000 });
  });
});
