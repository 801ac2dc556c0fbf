import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { anOrder, arrive, aShop, eachOnANewDevice, ID, RUPEES, signIn } from '../tests/a-shop';

eachOnANewDevice();

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
