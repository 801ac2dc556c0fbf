import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { emit } from '@souk/store/signals';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CheckoutPage } from './CheckoutPage';

const rupees = (amount: number) => ({ amount: amount * 100, currency: 'INR' });
const TOTALS = { subtotal: rupees(450), savings: rupees(0), delivery: rupees(49), total: rupees(499), free_delivery_gap: null };
const LINE = { sku: 'mug', quantity: 1, title: 'Chai mug', handle: 'chai-mug', options: {}, image: null, unit_price: rupees(450), compare_at: null, line_total: rupees(450), stock_left: null, problem: null };
const HOME = { name: 'Asha Rao', phone: '9800000000', line1: '12 MG Road', line2: '', city: 'Mysuru', state: 'Karnataka', postal_code: '570001', country: 'IN' };
const aCart = (checkout: string | null) => ({ id: 'c1', lines: [LINE], item_count: 1, totals: TOTALS, version: 1, checkout_id: checkout });

function aCheckout() {
  const days = { earliest: '2026-11-24', latest: '2026-11-26' };
  const options = [
    { code: 'standard', name: 'Standard', charge: rupees(49), ...days },
    { code: 'express', name: 'Express', charge: rupees(149), ...days },
  ];
  const contact = { email: 'asha@example.com', phone: HOME.phone, name: HOME.name };
  return { id: 'k1', cart: aCart('k1'), contact, address: HOME, delivery_options: options, delivery: 'standard', cash_on_delivery: true, totals: TOTALS };
}

type Reply = { status?: number; body: unknown } | Promise<{ status?: number; body: unknown }>;

/** Stands for the services; a reply may be a promise, so that a test decides when it comes. */
function aShop(replies: Record<string, Reply>) {
  const asked: { call: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const call = `${request.method} ${new URL(request.url).pathname.replace(/^\/\w+-service\/api\/v1/, '')}`;
    asked.push({ call, body: request.method === 'GET' ? null : await request.json() });
    const { status = 200, body } = (await replies[call]) ?? { status: 404, body: { type: 'urn:souk:not-found', cause: call, fix: '' } };
    return Response.json(body, { status });
  });
  return asked;
}

/** An answer that comes when the test says so. */
function later() {
  let resolve: (reply: { body: unknown }) => void = () => undefined;
  const promise = new Promise<{ body: unknown }>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** A host with an address bar. */
function Host({ first, log }: { first: string; log: string[] }) {
  const [path, setPath] = useState(first);
  const navigate = (to: string) => {
    log.push(to);
    setPath(new URL(to, 'http://shop').pathname);
  };
  return (
    <SoukProvider>
      <CheckoutPage shell={{ base: '/checkout', path, search: '', navigate }} />
    </SoukProvider>
  );
}

function arrive(path = '/checkout/where') {
  const log: string[] = [];
  render(<Host first={path} log={log} />);
  return { user: userEvent.setup(), log };
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

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

describe('the answer about a pincode', () => {
  const place = { postal_code: '570001', country: 'IN', place: 'Mysore', state: 'Karnataka', zone: 'south', serviceable: true, cash_on_delivery: true };

  it('fills city and state that nobody has filled', async () => {
    aShop({ 'GET /cart': { body: aCart(null) }, 'GET /serviceability/570001': { body: place } });
    const { user } = arrive();

    await user.type(await screen.findByLabelText('Pincode'), '570001');

    await waitFor(() => expect(field('City').value).toBe('Mysore'));
    expect(field('State').value).toBe('Karnataka');
  });

  it('that comes while the shopper is in the city leaves it alone, before and after it is typed', async () => {
    const answer = later();
    aShop({ 'GET /cart': { body: aCart(null) }, 'GET /serviceability/570001': answer.promise });
    const { user } = arrive();
    await user.type(await screen.findByLabelText('Pincode'), '570001');
    await user.click(field('City'));

    answer.resolve({ body: place });
    await waitFor(() => expect(field('State').value).toBe('Karnataka'));
    expect(field('City').value).toBe('');
    await user.keyboard('Mysuru');
    await user.tab();

    expect(field('City').value).toBe('Mysuru');
  });

  it('never replaces what was typed, even for another pincode', async () => {
    aShop({
      'GET /cart': { body: aCart(null) },
      'GET /serviceability/570001': { body: place },
      'GET /serviceability/110001': { body: { ...place, postal_code: '110001', place: 'New Delhi', state: 'Delhi' } },
    });
    const { user } = arrive();
    await user.type(await screen.findByLabelText('City'), 'Mysuru');
    await user.type(field('Pincode'), '570001');
    await waitFor(() => expect(field('State').value).toBe('Karnataka'));

    await user.clear(field('Pincode'));
    await user.type(field('Pincode'), '110001');

    await waitFor(() => expect(field('State').value).toBe('Delhi'));
    expect(field('City').value).toBe('Mysuru');
  });

  it('fills a city that was entered and left empty', async () => {
    aShop({ 'GET /cart': { body: aCart(null) }, 'GET /serviceability/570001': { body: place } });
    const { user } = arrive();
    await user.type(await screen.findByLabelText('Pincode'), '57000');
    await user.keyboard('1');
    await user.click(field('City'));
    await waitFor(() => expect(field('State').value).toBe('Karnataka'));
    await user.clear(field('City'));

    await user.tab();

    expect(field('City').value).toBe('Mysore');
  });
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

  it('begins with what the shop knows, unless the shopper has begun', async () => {
    const open = later();
    document.cookie = 'souk_session=1';
    aShop({
      'GET /cart': { body: aCart(null) },
      'GET /me': { body: { id: '1', type: 'customer', name: 'Asha Rao', email: 'asha@example.com', phone: null } },
      'GET /me/addresses': open.promise,
    });
    const { user } = arrive();
    await user.type(await screen.findByLabelText('Full name'), 'Leela');

    open.resolve({ body: { items: [{ ...HOME, id: 'a1', is_default: true }] } });

    await screen.findByLabelText('Your saved addresses');
    expect(field('Full name').value).toBe('Leela');
    expect(field('Address').value).toBe('');
    await user.selectOptions(screen.getByLabelText('Your saved addresses'), 'a1');
    expect(field('Address').value).toBe('12 MG Road');
  });
});

describe('a customer’s address', () => {
  it('is saved on request, and the checkout goes on', async () => {
    document.cookie = 'souk_session=1';
    const asked = aShop({
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      'PUT /checkout': { body: aCheckout() },
      'GET /me': { body: { id: '1', type: 'customer', name: 'Asha Rao', email: 'asha@example.com', phone: null } },
      'GET /me/addresses': { body: { items: [] } },
      'POST /me/addresses': { status: 201, body: { ...HOME, id: 'a1', is_default: true } },
    });
    const { user } = arrive();
    await waitFor(() => expect(field('Address').value).toBe('12 MG Road'));

    await user.click(await screen.findByRole('checkbox', { name: /Save this address/ }));
    await user.click(screen.getByRole('button', { name: 'Continue to delivery' }));

    await screen.findByRole('radio', { name: /Standard/ });
    expect(asked.find(({ call }) => call === 'POST /me/addresses')?.body).toEqual({ ...HOME, is_default: true });
  });

  it('is gone from the page when the customer signs out', async () => {
    document.cookie = 'souk_session=1';
    aShop({
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      'GET /me': { body: { id: '1', type: 'customer', name: 'Asha Rao', email: 'asha@example.com', phone: null } },
      'GET /me/addresses': { body: { items: [] } },
    });
    arrive();
    await waitFor(() => expect(field('Address').value).toBe('12 MG Road'));

    aShop({ 'GET /cart': { body: aCart(null) } });
    document.cookie = 'souk_session=; max-age=0';
    act(() => emit('auth:signed-out', null));

    await waitFor(() => expect(field('Address').value).toBe(''));
    expect(sessionStorage.getItem('souk-checkout') ?? '').not.toContain('MG Road');
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
    payment: { method: 'card', state: 'pending', last4: '3184', challenge: { prompt: 'Is it you?' } },
    failure: null,
    link_token: 'secret',
  };

  it('is asked about again after a reload, and has an address once it is placed', async () => {
    aShop({
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      [`GET /orders/${ORDER.id}`]: { body: { ...ORDER, link_token: null } },
      [`POST /orders/${ORDER.id}/challenge`]: { body: { ...ORDER, state: 'confirmed' } },
    });
    sessionStorage.setItem('souk-checkout', JSON.stringify({ unfinished: { id: ORDER.id, token: 'secret' }, by: 'guest' }));
    const { user, log } = arrive('/checkout/pay');

    await user.click(await screen.findByRole('button', { name: 'Approve' }));

    await waitFor(() => expect(log).toEqual([`/checkout/placed/${ORDER.id}#token=secret`]));
    expect(sessionStorage.getItem('souk-checkout')).toBeNull();
  });
});
