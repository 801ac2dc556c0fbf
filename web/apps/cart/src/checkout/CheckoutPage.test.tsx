import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCart, aCheckout, arrive, aShop, eachAsAGuest, type Reply } from './tests/shop';

eachAsAGuest();

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
    sessionStorage.setItem('souk-draft-checkout', JSON.stringify({ where: { email: 'asha@example.com', name: 'Asha Rao', phone: '9800000000', line1: '12 MG Road', postalCode: '570001', city: 'Mysuru', state: 'Karnataka' }, by: 'guest' }));
    const { user, log } = arrive();
    expect((await screen.findByLabelText<HTMLInputElement>('Address')).value).toBe('12 MG Road');

    await user.click(screen.getByRole('button', { name: 'Continue to delivery' }));

    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'How fast' })));
    expect(log).toEqual(['/checkout/how']);
  });
});
