import { rememberPlaced } from '@souk/store/placed-orders';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { tokenOf } from './detail/order-token';
import { anOrder, arrive, aShop, aSummary, eachOnANewDevice, ID, signIn } from './tests/a-shop';

eachOnANewDevice();

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
