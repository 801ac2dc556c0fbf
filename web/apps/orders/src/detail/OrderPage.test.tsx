import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { anOrder, aParcel, arrive, aShop, eachOnANewDevice, ID, signIn } from '../tests/a-shop';

eachOnANewDevice();

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
