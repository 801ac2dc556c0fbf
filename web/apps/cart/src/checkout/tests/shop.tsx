import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useSyncExternalStore } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import { CheckoutPage } from '../CheckoutPage';

export const rupees = (amount: number) => ({ amount: amount * 100, currency: 'INR' });
export const TOTALS = { subtotal: rupees(450), savings: rupees(0), discount: rupees(0), discounts: [], taxes: [], delivery: rupees(49), total: rupees(499), free_delivery_gap: null };
export const LINE = { sku: 'mug', quantity: 1, title: 'Chai mug', handle: 'chai-mug', options: {}, image: null, unit_price: rupees(450), compare_at: null, line_total: rupees(450), discount: null, stock_left: null, problem: null };
export const HOME = { name: 'Asha Rao', phone: '9800000000', line1: '12 MG Road', line2: '', city: 'Mysuru', state: 'Karnataka', postal_code: '570001', country: 'IN' };
export const aCart = (checkout: string | null) => ({ id: 'c1', lines: [LINE], item_count: 1, totals: TOTALS, coupons: [], saved: [], version: 1, checkout_id: checkout });

export function aCheckout() {
  const days = { earliest: '2026-11-24', latest: '2026-11-26' };
  const options = [
    { code: 'standard', name: 'Standard', charge: rupees(49), ...days },
    { code: 'express', name: 'Express', charge: rupees(149), ...days },
  ];
  const contact = { email: 'asha@example.com', phone: HOME.phone, name: HOME.name };
  return { id: 'k1', cart: aCart('k1'), contact, address: HOME, delivery_options: options, delivery: 'standard', cash_on_delivery: true, totals: TOTALS };
}

/** Each test begins as a guest in a new tab, and leaves nothing behind. */
export function eachAsAGuest(): void {
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
}

export type Reply = { status?: number; body: unknown } | Promise<{ status?: number; body: unknown }>;

/** Stands for the services; a reply may be a promise, so that a test decides when it comes. */
export function aShop(replies: Record<string, Reply>) {
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
export function later() {
  let resolve: (reply: { body: unknown }) => void = () => undefined;
  const promise = new Promise<{ body: unknown }>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** A host with an address bar; like the real one it shows a new address at once, before what else is on its way. */
function Host({ bar }: { bar: AddressBar }) {
  const path = useSyncExternalStore(bar.listen, bar.path);
  return (
    <SoukProvider>
      <CheckoutPage shell={{ base: '/checkout', path, search: '', navigate: bar.go }} />
    </SoukProvider>
  );
}

type AddressBar = ReturnType<typeof anAddressBar>;

function anAddressBar(first: string, log: string[]) {
  let path = first;
  const listeners = new Set<() => void>();
  return {
    path: () => path,
    listen: (listener: () => void) => (listeners.add(listener), () => void listeners.delete(listener)),
    go: (to: string) => {
      log.push(to);
      path = new URL(to, 'http://shop').pathname;
      for (const listener of listeners) listener();
    },
  };
}

export function arrive(path = '/checkout/where') {
  const log: string[] = [];
  render(<Host bar={anAddressBar(path, log)} />);
  return { user: userEvent.setup(), log };
}

export const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
