import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { rememberPlaced } from '@souk/store/placed-orders';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tokenOf } from './detail/order-token';
import { OrdersPage } from './OrdersPage';

const ID = '01a1fc50-0b55-741b-937e-3a70ccd18874';
const RUPEES = (amount: number) => ({ amount: amount * 100, currency: 'INR' });

function anOrder(more: object = {}) {
  return {
    id: ID,
    number: 'SK-7F3K-9QLM',
    state: 'confirmed',
    payment: { method: 'card', state: 'captured', last4: '4242', challenge: null },
    lines: [{ sku: 'mug', title: 'Chai mug', handle: 'chai-mug', options: { Colour: 'Sand' }, image: null, quantity: 2, unit_price: RUPEES(500), line_total: RUPEES(1000), discount: RUPEES(100), paid: RUPEES(900), weight_grams: 300 }],
    totals: { subtotal: RUPEES(1000), discount: RUPEES(100), delivery: RUPEES(0), total: RUPEES(900) },
    discounts: [{ promotion_id: 'p1', name: '10% off your first order', code: 'WELCOME10', applies_to: 'goods', amount: RUPEES(100) }],
    taxes: [{ name: 'IGST', basis_points: 500, of: RUPEES(900), amount: RUPEES(43) }],
    contact: { email: 'asha@example.com', phone: '9800000000', name: 'Asha Rao' },
    address: { name: 'Asha Rao', phone: '9800000000', line1: '12 MG Road', line2: '', city: 'Mysuru', state: 'Karnataka', postal_code: '570001', country: 'IN' },
    delivery: { code: 'standard', name: 'Standard', charge: RUPEES(0), earliest: '2026-11-24', latest: '2026-11-26' },
    placed_at: '2026-11-21T04:00:00Z',
    timeline: [],
    failure: null,
    link_token: null,
    ...more,
  }; // prettier-ignore
}

function aSummary(number: string) {
  const { lines, payment, totals, delivery, ...order } = anOrder();
  return { ...order, id: number, number, payment_method: payment.method, payment_state: payment.state, total: totals.total, item_count: 2, lines, ...delivery };
}

function aParcel(...states: string[]) {
  const events = states.map((state) => ({ state, at: '2026-11-22T04:00:00Z', place: 'Bengaluru', text: `It is ${state}.` }));
  return { id: 'p', tracking_number: 'SX1', carrier: 'Souk Express', state: states.at(-1), expected: { earliest: '2026-11-24', latest: '2026-11-26' }, events };
}

type Reply = { status?: number; body: unknown };

/** Stands for the services; a reply may be changed while the page looks at it. */
function aShop(replies: Record<string, Reply>) {
  const asked: { path: string; token: string | null }[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/\w+-service\/api\/v1/, '') + url.search;
    asked.push({ path, token: request.headers.get('x-order-token') });
    const { status = 200, body } = replies[path] ?? { status: 404, body: {} };
    return Response.json(body, { status });
  });
  return { asked, replies };
}

function arrive(path = '/orders', navigate = vi.fn()) {
  const page = (at: string) => (
    <SoukProvider>
      <OrdersPage shell={{ base: '/orders', path: at, search: '', navigate }} />
    </SoukProvider>
  );
  const { rerender } = render(page(path));
  return { rerender: (at: string) => rerender(page(at)) };
}

function signIn() {
  document.cookie = 'souk_session=1';
}

beforeEach(() => {
  document.cookie = 'souk_session=; max-age=0';
  location.hash = '';
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

describe('the history', () => {
  it('asks nothing of the services for a stranger, and offers to sign in', async () => {
    const { asked } = aShop({});
    arrive();

    expect(screen.getByRole('heading', { level: 1, name: 'Your orders' })).toBeTruthy();
    expect(screen.getByRole('link', { name: /Sign in/ }).getAttribute('href')).toBe('/login?back=%2Forders');
    expect(asked).toEqual([]);
  });

  it('shows a guest the orders placed on this device, each behind its own link', async () => {
    rememberPlaced({ id: ID, number: 'SK-7F3K-9QLM', token: 'secret' });
    const { asked } = aShop({ [`/orders/${ID}`]: { body: anOrder() } });
    arrive();

    expect(screen.getByRole('link', { name: 'SK-7F3K-9QLM' }).getAttribute('href')).toBe(`/orders/${ID}#token=secret`);
    await screen.findByText('₹900');
    expect(asked).toEqual([{ path: `/orders/${ID}`, token: 'secret' }]);
  });

  it('shows a customer more orders on demand', async () => {
    signIn();
    aShop({
      '/orders': { body: { items: [aSummary('SK-AAAA-0001')], next_cursor: 'older' } },
      '/orders?cursor=older': { body: { items: [aSummary('SK-AAAA-0002')], next_cursor: null } },
    });
    arrive();

    await userEvent.setup().click(await screen.findByRole('button', { name: 'Show more' }));

    await screen.findByRole('link', { name: 'SK-AAAA-0002' });
    expect(screen.getByRole('link', { name: 'SK-AAAA-0001' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('lists an order of the account once, though it was placed on this device', async () => {
    signIn();
    rememberPlaced({ id: 'SK-AAAA-0001', number: 'SK-AAAA-0001', token: 'secret' });
    aShop({ '/orders': { body: { items: [aSummary('SK-AAAA-0001')], next_cursor: null } } });
    arrive();

    expect(await screen.findAllByRole('link', { name: 'SK-AAAA-0001' })).toHaveLength(1);
  });

  it('says why it cannot be shown, and comes when it is tried again', async () => {
    signIn();
    const shop = aShop({ '/orders': { status: 500, body: { cause: 'Broken.', fix: 'Wait.' } } });
    arrive();
    await screen.findByRole('alert');

    shop.replies['/orders'] = { body: { items: [aSummary('SK-AAAA-0001')], next_cursor: null } };
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));

    await screen.findByRole('link', { name: 'SK-AAAA-0001' });
  });
});

describe('an order that a guest has lost the link of', () => {
  it('is found by its number and e-mail address, and opened by the code from the mail', async () => {
    const navigate = vi.fn();
    const user = userEvent.setup();
    aShop({
      '/lookups': { status: 202, body: { expires_in: 600 } },
      '/lookups/code': { body: anOrder({ link_token: 'secret' }) },
    });
    const { rerender } = arrive('/orders/find', navigate);
    await user.type(screen.getByLabelText('Order number'), '7f3k');
    await user.click(screen.getByRole('button', { name: 'Send me a code' }));
    expect(screen.getByText(/has SK and eight letters/)).toBeTruthy();

    await user.type(screen.getByLabelText('Order number'), '9qlm');
    await user.type(screen.getByLabelText('E-mail address'), 'asha@example.com');
    await user.click(screen.getByRole('button', { name: 'Send me a code' }));
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/orders/find/sent'));
    rerender('/orders/find/sent');
    await user.type(screen.getByLabelText('Code'), '123 456');
    await user.click(screen.getByRole('button', { name: 'Show my order' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith(`/orders/${ID}`));
    expect(tokenOf(ID)).toBe('secret');
  });

  it('stays closed to a wrong code, and says what to do', async () => {
    aShop({ '/lookups/code': { status: 401, body: { type: 'urn:souk:wrong-code', cause: 'The code is not right.', fix: 'Ask for a new one.' } } });
    arrive('/orders/find/sent');

    await userEvent.setup().type(screen.getByLabelText('Code'), '123456{Enter}');

    expect((await screen.findByRole('alert')).textContent).toBe('The code is not right.Ask for a new one.');
    expect(screen.getByRole('link', { name: 'Ask for another code' }).getAttribute('href')).toBe('/orders/find');
  });
});

describe('an order that is wanted again', () => {
  it('goes into the bag line by line, and what came otherwise is said', async () => {
    signIn();
    const line = (sku: string, quantity = 1) => ({ ...anOrder().lines[0], sku, title: `The ${sku}`, handle: sku, quantity });
    const lines = [line('mug'), line('dear'), line('few', 3), line('gone'), line('full')];
    const inBag = (sku: string, price: number) => ({ lines: [{ sku, unit_price: RUPEES(price) }], item_count: 1 });
    const asked: unknown[] = [];
    vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      if (!request.url.includes('/cart')) return Response.json(request.url.includes('shipments') ? { items: [] } : anOrder({ lines }));
      const body = (await request.json()) as { sku: string };
      asked.push([request.method, body]);
      const problem = (code: string, facts: object = {}) => Response.json({ type: `urn:souk:${code}`, cause: 'No.', fix: 'Wait.', facts }, { status: 409 });
      if (body.sku === 'few' && request.method === 'POST') return problem('out-of-stock', { left: 2 });
      if (body.sku === 'gone') return problem('unknown-sku');
      if (body.sku === 'full') return problem('cart-full');
      return Response.json(inBag(body.sku, body.sku === 'dear' ? 600 : 500));
    });
    arrive(`/orders/${ID}`);

    await userEvent.setup().click(await screen.findByRole('button', { name: 'Order all of it again' }));

    await screen.findByRole('heading', { name: '3 articles are in your bag' });
    const said = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(said).toContain('The dear: it costs ₹600 now, and ₹500 then.');
    expect(said).toContain('The few: only 2 of 3 are left, and in your bag.');
    expect(said).toContain('The gone: it is no longer sold.');
    expect(said).toContain('The full: No. Wait.');
    expect(asked).toContainEqual(['PUT', { sku: 'few', quantity: 2 }]);
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try the missing one again' }));
    expect(asked.filter((one) => JSON.stringify(one).includes('full'))).toHaveLength(2);
  });
});

describe('an order that is taken back', () => {
  it('is cancelled after it was asked once more, and says what went back', async () => {
    signIn();
    const cancelled = anOrder({ state: 'cancelled', payment: { method: 'card', state: 'refunded', last4: '4242', challenge: null } });
    const shop = aShop({
      [`/orders/${ID}`]: { body: anOrder() },
      [`/orders/${ID}/shipments`]: { body: { items: [] } },
      [`/orders/${ID}/cancellation`]: { status: 409, body: { type: 'urn:souk:too-late-to-cancel', cause: 'The parcel has left.', fix: 'Send it back.' } },
    });
    const user = userEvent.setup();
    arrive(`/orders/${ID}`);
    await user.click(await screen.findByRole('button', { name: 'Cancel this order' }));
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    await screen.findByText('The parcel has left.');

    shop.replies[`/orders/${ID}/cancellation`] = { body: cancelled };
    shop.replies[`/orders/${ID}`] = { body: cancelled };
    await user.click(screen.getByRole('button', { name: 'Cancel the order' }));

    await screen.findByText('₹900 refunded to the card ending 4242');
    expect(screen.queryByRole('button', { name: 'Cancel this order' })).toBeNull();
  });

  it('shows what was given back of it, by lines', async () => {
    signIn();
    const refund = { id: 'r', state: 'done', amount: RUPEES(450), other: RUPEES(0), asked_at: '2026-11-22T04:00:00Z', ended_at: '2026-11-22T04:00:00Z', lines: [{ sku: 'mug', title: 'Chai mug', quantity: 1, amount: RUPEES(450) }] };
    aShop({ [`/orders/${ID}`]: { body: anOrder({ refunds: [refund] }) }, [`/orders/${ID}/shipments`]: { body: { items: [] } } });
    arrive(`/orders/${ID}`);

    await screen.findByRole('heading', { name: 'Given back' });
    expect(screen.getByText('₹450')).toBeTruthy();
    expect(screen.getByText('Chai mug × 1')).toBeTruthy();
  });
});

describe('an order', () => {
  it('opens with the token of its link, and is being prepared until there is a parcel', async () => {
    location.hash = '#token=secret';
    const { asked } = aShop({ [`/orders/${ID}`]: { body: anOrder() }, [`/orders/${ID}/shipments`]: { body: { items: [] } } });
    arrive(`/orders/${ID}`);

    await screen.findByRole('heading', { level: 1, name: 'Order SK-7F3K-9QLM' });
    expect(screen.getByText(/is being prepared/)).toBeTruthy();
    expect(screen.getByText('Paid by card ending 4242')).toBeTruthy();
    expect(screen.getByText('10% off your first order (WELCOME10)').nextElementSibling?.textContent).toBe('−₹100');
    expect(screen.getByText('₹900 after discounts')).toBeTruthy();
    expect(screen.getByText('of which IGST 5%').nextElementSibling?.textContent).toBe('₹43');
    await waitFor(() => expect(asked).toContainEqual({ path: `/orders/${ID}/shipments`, token: 'secret' }));
  });

  it('follows its parcel, and says each new step aloud', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    signIn();
    const shop = aShop({
      [`/orders/${ID}`]: { body: anOrder() },
      [`/orders/${ID}/shipments`]: { body: { items: [aParcel('created')] } },
    });
    arrive(`/orders/${ID}`);
    const tracking = await screen.findByRole('list', { name: 'Tracking' });
    await waitFor(() => expect(current(tracking)).toMatch(/^Packed/));

    shop.replies[`/orders/${ID}/shipments`] = { body: { items: [aParcel('created', 'picked_up', 'in_transit')] } };
    await act(() => vi.advanceTimersByTimeAsync(3_500));

    await waitFor(() => expect(current(tracking)).toMatch(/^On its way/));
    await screen.findByText('Order SK-7F3K-9QLM: On its way.');
  });

  it('is not asked for again once it was delivered', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    signIn();
    const { asked } = aShop({
      [`/orders/${ID}`]: { body: anOrder({ state: 'delivered' }) },
      [`/orders/${ID}/shipments`]: { body: { items: [aParcel('created', 'delivered')] } },
    });
    arrive(`/orders/${ID}`);
    await screen.findByText('It is delivered.');
    const before = asked.length;

    await act(() => vi.advanceTimersByTimeAsync(10_000));

    expect(asked).toHaveLength(before);
  });

  it('does not ask for the parcel of an order that is not paid yet', async () => {
    signIn();
    const challenge = { kind: 'confirm', prompt: 'Was it you?' };
    const { asked } = aShop({ [`/orders/${ID}`]: { body: anOrder({ state: 'pending', payment: { method: 'card', state: 'pending', last4: null, challenge } }) } });
    arrive(`/orders/${ID}`);

    await screen.findByRole('button', { name: 'Approve' });
    expect(asked.map(({ path }) => path)).not.toContain(`/orders/${ID}/shipments`);
  });

  it('stays readable when the shop stops answering', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    signIn();
    const shop = aShop({ [`/orders/${ID}`]: { body: anOrder() }, [`/orders/${ID}/shipments`]: { body: { items: [] } } });
    arrive(`/orders/${ID}`);
    await screen.findByRole('heading', { level: 1, name: 'Order SK-7F3K-9QLM' });

    shop.replies[`/orders/${ID}`] = { status: 500, body: {} };
    await act(() => vi.advanceTimersByTimeAsync(3_500));

    await screen.findByText(/does not answer at the moment/);
    expect(screen.getByText('Chai mug')).toBeTruthy();
  });

  it('of somebody else is not shown, and nobody learns whether it exists', async () => {
    signIn();
    aShop({ [`/orders/${ID}`]: { status: 404, body: { type: 'urn:souk:order-not-found', cause: 'No such order.', fix: 'Sign in.' } } });
    arrive(`/orders/${ID}`);

    await screen.findByRole('heading', { level: 1, name: 'We cannot show this order' });
  });

  it('is not even asked for by who is neither signed in nor has its link', () => {
    const { asked } = aShop({});
    arrive(`/orders/${ID}`);

    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(`/login?back=%2Forders%2F${ID}`);
    expect(asked).toEqual([]);
  });
});

function current(list: HTMLElement): string {
  const steps = within(list).getAllByRole('listitem');
  return steps.find((step) => step.getAttribute('aria-current') === 'step')?.textContent ?? '';
}
