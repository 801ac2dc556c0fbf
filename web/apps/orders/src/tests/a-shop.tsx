import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { OrdersPage } from '../OrdersPage';

export const ID = '01a1fc50-0b55-741b-937e-3a70ccd18874';
export const RUPEES = (amount: number) => ({ amount: amount * 100, currency: 'INR' });

export function anOrder(more: object = {}) {
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

export function aSummary(number: string) {
  const { lines, payment, totals, delivery, ...order } = anOrder();
  return { ...order, id: number, number, payment_method: payment.method, payment_state: payment.state, total: totals.total, item_count: 2, lines, ...delivery };
}

export function aParcel(...states: string[]) {
  const events = states.map((state) => ({ state, at: '2026-11-22T04:00:00Z', place: 'Bengaluru', text: `It is ${state}.` }));
  return { id: 'p', tracking_number: 'SX1', carrier: 'Souk Express', state: states.at(-1), expected: { earliest: '2026-11-24', latest: '2026-11-26' }, events };
}

type Reply = { status?: number; body: unknown };

/** Stands for the services; a reply may be changed while the page looks at it. */
export function aShop(replies: Record<string, Reply>) {
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

export function arrive(path = '/orders', navigate = vi.fn()) {
  const page = (at: string) => (
    <SoukProvider>
      <OrdersPage shell={{ base: '/orders', path: at, search: '', navigate }} />
    </SoukProvider>
  );
  const { rerender } = render(page(path));
  return { rerender: (at: string) => rerender(page(at)) };
}

export function signIn() {
  document.cookie = 'souk_session=1';
}

/** Each test of a file begins as a stranger on a new device. */
export function eachOnANewDevice() {
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
}
