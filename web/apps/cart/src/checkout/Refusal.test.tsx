import { screen, waitFor } from '@testing-library/react';
import type userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { aCart, aCheckout, arrive, aShop, eachAsAGuest, field, rupees, TOTALS, type Reply } from './tests/shop';

eachAsAGuest();

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

  it('of the delivery leads to the address', async () => {
    aShop({
      'GET /cart': { body: aCart('k1') },
      'GET /checkout': { body: aCheckout() },
      'POST /orders': {
        status: 409,
        body: { type: 'urn:souk:checkout-not-ready', cause: 'This bag cannot be delivered as it is.', fix: 'Change the bag or the address.', facts: { reason: 'delivery-refused' } },
      },
    });
    const { user, log } = arrive('/checkout/pay');
    await user.click(await screen.findByRole('radio', { name: /^Cash on delivery/ }));

    await user.click(screen.getByRole('button', { name: /^Place order/ }));

    expect((await screen.findByRole('alert')).textContent).toContain('Change the bag or the address.');
    expect(screen.getByRole('link', { name: 'Change the address' }).getAttribute('href')).toBe('/checkout/where');
    expect(log).toEqual([]);
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
