import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { rememberPlaced } from '@souk/store/placed-orders';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlacedPage } from './PlacedPage';

const ID = '01a1fc50-0b55-741b-937e-3a70ccd18874';
const ORDER = {
  id: ID,
  number: 'SK-7F3K-9QLM',
  state: 'confirmed',
  payment: { method: 'card', state: 'captured', last4: '4242', challenge: null },
  contact: { email: 'asha@example.com', phone: '9800000000', name: 'Asha Rao' },
  delivery: { earliest: '2026-11-24', latest: '2026-11-26' },
  failure: null,
  link_token: null,
};

/** Answers about the order for who may see it, and says of the bag what the test says. */
function aShop(order: object, bags: object[] = [{ checkout_id: null }]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname.replace(/^\/\w+-service\/api\/v1/, '');
    asked.push(path);
    if (path === '/cart') return Response.json({ lines: [], item_count: 0, ...(bags.length > 1 ? bags.shift() : bags[0]) });
    const mayRead = request.headers.get('x-order-token') === 'secret' || document.cookie.includes('souk_session');
    return mayRead ? Response.json(order) : Response.json({ type: 'urn:souk:order-not-found', cause: 'No.', fix: '' }, { status: 404 });
  });
  return asked;
}

function arrive() {
  const navigate = vi.fn();
  render(
    <SoukProvider>
      <PlacedPage id={ID} shell={{ base: '/checkout', path: `/checkout/placed/${ID}`, search: '', navigate }} />
    </SoukProvider>,
  );
  return { navigate };
}

beforeEach(() => {
  document.cookie = 'souk_visitor=1';
  document.cookie = 'souk_session=; max-age=0';
  location.hash = '';
  localStorage.clear();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

describe('a placed order', () => {
  it('is shown to a guest by its link, who is told to keep it', async () => {
    location.hash = '#token=secret';
    aShop(ORDER);
    arrive();

    await screen.findByRole('heading', { level: 1, name: 'Thank you, Asha' });

    expect(screen.getByText(/Keep this page’s link/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Follow your order' }).getAttribute('href')).toBe(`/orders/${ID}#token=secret`);
  });

  it('is shown on the device that ordered, without the link', async () => {
    rememberPlaced({ id: ID, number: ORDER.number, token: 'secret' });
    aShop(ORDER);
    arrive();

    await screen.findByRole('heading', { level: 1, name: 'Thank you, Asha' });
  });

  it('is found by a customer in the account, who needs to keep nothing', async () => {
    document.cookie = 'souk_session=1';
    aShop(ORDER);
    arrive();

    await screen.findByText(/You find it under “Your orders”/);

    expect(screen.queryByText(/Keep this page/)).toBeNull();
    expect(screen.getByRole('link', { name: 'Follow your order' }).getAttribute('href')).toBe(`/orders/${ID}`);
  });

  it('is not shown to who has neither link nor account, and nothing is asked', async () => {
    const asked = aShop(ORDER);
    arrive();

    await screen.findByRole('heading', { level: 1, name: 'We cannot show this order here' });

    expect(asked).toEqual([]);
  });

  it('that is not placed yet has its own page to say so', async () => {
    location.hash = '#token=secret';
    aShop({ ...ORDER, state: 'pending' });
    const { navigate } = arrive();

    await waitFor(() => expect(navigate).toHaveBeenCalledWith(`/orders/${ID}#token=secret`, { replace: true }));
  });

  it('looks at the bag until it has let go of what was ordered', async () => {
    location.hash = '#token=secret';
    const asked = aShop(ORDER, [{ checkout_id: 'k1' }, { checkout_id: null }]);
    arrive();

    await waitFor(() => expect(asked.filter((path) => path === '/cart')).toHaveLength(2), { timeout: 5_000 });
  });
});
