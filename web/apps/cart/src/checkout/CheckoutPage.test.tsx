import { api } from '@souk/api';
import { store } from '@souk/store';
import { cleanup, screen, waitFor } from '@testing-library/react';
import type userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aCart, aCheckout, arrive, aShop, field, rupees, TOTALS, type Reply } from './tests/shop';

beforeEach(() => {
  document.cookie = 'souk_visitor=1';
  document.cookie = 'souk_session=; max-age=0';
  sessionStorage.clear();
  localStorage.clear();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

describe('a step', () => {
  it('that is not reachable yet leads to the first', async () => {
    aShop({ 'GET /cart': { body: aCart(null) } });
    const { log } = arrive('/checkout/pay');

    await screen.findByLabelText('Email');

    expect(log).toEqual(['/checkout/where']);
  });

  it('is there again after a reload, with what the shop keeps of it', async () => {
    aShop({ 'GET /cart': { body: aCart('k1') }, 'GET /checkout': { body: aCheckout() } });
    const { log } = arrive('/checkout/how');

    await screen.findByRole('radio', { name: /Standard/ });

    expect(log).toEqual([]);
    expect(screen.getByText('12 MG Road')).toBeTruthy();
  });

  it('stays where it is when the shop does not answer, and goes on by trying again', async () => {
    const replies: Record<string, Reply> = {
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { status: 500, body: { type: 'urn:souk:internal-error', cause: 'Something went wrong.', fix: 'Try again.' } },
    };
    aShop(replies);
    const { user, log } = arrive('/checkout/how');
    const again = await screen.findByRole('button', { name: 'Try again' });

    replies['GET /checkout'] = { body: aCheckout() };
    await user.click(again);

    await screen.findByRole('radio', { name: /Standard/ });
    expect(log).toEqual([]);
  });

  it('keeps what was typed for a reload, and gives its heading the focus when it opens', async () => {
    aShop({ 'GET /cart': { body: aCart(null) }, 'PUT /checkout': { body: aCheckout() } });
    sessionStorage.setItem('souk-checkout', JSON.stringify({ where: { email: 'asha@example.com', name: 'Asha Rao', phone: '9800000000', line1: '12 MG Road', postalCode: '570001', city: 'Mysuru', state: 'Karnataka' }, by: 'guest' }));
    const { user, log } = arrive();
    expect((await screen.findByLabelText<HTMLInputElement>('Address')).value).toBe('12 MG Road');

    await user.click(screen.getByRole('button', { name: 'Continue to delivery' }));

    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'How fast' })));
    expect(log).toEqual(['/checkout/how']);
  });
});

describe('a refusal', () => {
  async function fillsCard(user: ReturnType<typeof userEvent.setup>) {
    await user.type(await screen.findByLabelText('Card number'), '4000 0000 0000 0002');
    await user.type(screen.getByLabelText(/^Expiry/), '12/39');
    await user.type(screen.getByLabelText('Security code'), '123');
    await user.type(screen.getByLabelText('Name on card'), 'Asha Rao');
  }

  it('of the last step takes the focus, is said aloud, and leaves the card as it was typed', async () => {
    aShop({
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      'POST /simulated-cards': { status: 201, body: { token: 'card-token', last4: '0002', brand: 'visa' } },
      'POST /orders': { status: 402, body: { type: 'urn:souk:payment-declined', cause: 'The card was declined.', fix: 'Use another card.' } },
    });
    const { user } = arrive('/checkout/pay');
    await fillsCard(user);

    await user.click(screen.getByRole('button', { name: /^Place order/ }));

    const note = await screen.findByRole('alert');
    expect(note.textContent).toContain('The card was declined.');
    expect(document.activeElement?.contains(note)).toBe(true);
    expect(field('Card number').value).toBe('4000 0000 0000 0002');
  });

  it('of the bag leads back to it, and one about the total says the new one', async () => {
    const replies: Record<string, Reply> = {
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      'POST /orders': { status: 409, body: { type: 'urn:souk:out-of-stock', cause: 'Chai mug is sold out.', fix: 'Remove it.' } },
    };
    aShop(replies);
    const { user } = arrive('/checkout/pay');
    await user.click(await screen.findByRole('radio', { name: /^Cash on delivery/ }));

    await user.click(screen.getByRole('button', { name: /^Place order/ }));
    expect((await screen.findByRole('link', { name: 'Back to the bag' })).getAttribute('href')).toBe('/cart');
    replies['POST /orders'] = { status: 409, body: { type: 'urn:souk:total-changed', cause: 'The total changed.', fix: '', facts: { actual: rupees(650) } } };
    replies['GET /checkout'] = { body: { ...aCheckout(), totals: { ...TOTALS, total: rupees(650) } } };
    await user.click(screen.getByRole('button', { name: /^Place order/ }));

    await screen.findByText(/new total is ₹650/);
    await screen.findByRole('button', { name: 'Place order, ₹650' });
  });

  it('of a field stands beside it, and the field takes the focus', async () => {
    aShop({
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      'PUT /checkout': { status: 422, body: { type: 'urn:souk:not-delivered-there', cause: 'We do not deliver there.', fix: 'Use another address.', facts: { field: 'address.postal_code' } } },
    });
    const { user } = arrive();
    await waitFor(() => expect(field('Pincode').value).toBe('570001'));

    await user.click(screen.getByRole('button', { name: 'Continue to delivery' }));

    await screen.findByText('We do not deliver there. Use another address.');
    await waitFor(() => expect(document.activeElement).toBe(field('Pincode')));
  });
});

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
    sessionStorage.setItem('souk-checkout', JSON.stringify({ unfinished: { id: ORDER.id, token: 'secret' }, by: 'guest' }));
    const { user, log } = arrive('/checkout/pay');

    const approve = await screen.findByRole('button', { name: 'Approve' });
    replies[`GET /orders/${ORDER.id}`] = { body: { ...ORDER, state: 'confirmed', link_token: null } };
    await user.click(approve);

    await waitFor(() => expect(log).toEqual([`/checkout/placed/${ORDER.id}#token=secret`]));
    expect(sessionStorage.getItem('souk-checkout')).toBeNull();
  });

  it('on a page of its own leads there, and the order is asked about until it is placed', async () => {
    const elsewhere = { ...ORDER, payment: { ...ORDER.payment, challenge: { kind: 'redirect', prompt: 'Go on.', url: 'https://bank.example/3ds' } } };
    const replies: Record<string, Reply> = {
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      [`GET /orders/${ORDER.id}`]: { body: elsewhere },
    };
    aShop(replies);
    sessionStorage.setItem('souk-checkout', JSON.stringify({ unfinished: { id: ORDER.id, token: 'secret' }, by: 'guest' }));
    const { log } = arrive('/checkout/pay');
    expect((await screen.findByRole('link', { name: 'Continue at your bank' })).getAttribute('href')).toBe('https://bank.example/3ds');

    replies[`GET /orders/${ORDER.id}`] = { body: { ...elsewhere, state: 'confirmed' } };

    await waitFor(() => expect(log).toEqual([`/checkout/placed/${ORDER.id}#token=secret`]), { timeout: 5_000 });
  });
});
