import { emit } from '@souk/store/signals';
import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCart, aCheckout, arrive, aShop, eachAsAGuest, field, HOME, later } from './tests/shop';

eachAsAGuest();

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

describe('a customer’s address', () => {
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
    expect(sessionStorage.getItem('souk-draft-checkout') ?? '').not.toContain('MG Road');
  });
});
