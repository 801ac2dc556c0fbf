import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aCart, aShop, rupees, TOTALS } from '../checkout/tests/shop';
import { AddToCart } from './AddToCart';
import { Coupons } from './Coupons';
import { Summary } from './Summary';

beforeEach(() => {
  document.cookie = 'souk_visitor=1';
  // jsdom draws no dialogs.
  HTMLDialogElement.prototype.showModal = function show(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

it('says why a code is refused, with what is missing, and keeps what was typed', async () => {
  const problem = { type: 'urn:souk:coupon-minimum-not-met', cause: 'TEN wants more in the bag.', fix: '', facts: { missing: rupees(200) } };
  const asked = aShop({ 'POST /cart/coupons': { status: 422, body: problem } });
  render(<SoukProvider><Coupons coupons={[]} /></SoukProvider>);

  await userEvent.type(screen.getByLabelText('Coupon code'), ' ten{enter}');

  expect(await screen.findByText('TEN wants more in the bag. Add ₹200 more of what it is for.')).toBeTruthy();
  expect(asked).toEqual([{ call: 'POST /cart/coupons', body: { code: 'TEN' } }]);
  expect(screen.getByLabelText<HTMLInputElement>('Coupon code').value).toBe(' ten');
});

it('shows what each code does, or why it does nothing, and takes one out', async () => {
  const asked = aShop({ 'POST /cart/coupons/removals': { body: aCart(null) } });
  const coupons = [
    { code: 'TEN', name: '10% off', problem: null, missing: null },
    { code: 'ONE', name: 'One of a kind', problem: 'used_up' as const, missing: null },
  ];
  render(<SoukProvider><Coupons coupons={coupons} /></SoukProvider>);

  const list = within(screen.getByRole('list', { name: 'Your codes' }));
  expect(list.getByText('10% off')).toBeTruthy();
  expect(list.getByText('Used up by others. The total is without it.')).toBeTruthy();
  await userEvent.click(list.getByRole('button', { name: 'Remove ONE' }));

  expect(asked).toEqual([{ call: 'POST /cart/coupons/removals', body: { code: 'ONE' } }]);
});

it('names the rule of every amount of the total', () => {
  const discount = { promotion_id: 'p1', name: '10% off', code: 'TEN', applies_to: 'goods' as const, amount: rupees(45) };
  const delivered = { promotion_id: 'p2', name: 'Free standard delivery', code: null, applies_to: 'delivery' as const, amount: rupees(49) };
  const totals = { ...TOTALS, discount: rupees(45), delivery: rupees(0), total: rupees(405), discounts: [discount, delivered], taxes: [{ name: 'GST', basis_points: 500, of: rupees(405), amount: rupees(19) }] };
  render(<Summary totals={totals} itemCount={1} />);

  const rows = screen.getAllByRole('term').map((term) => `${term.textContent}: ${term.nextElementSibling?.textContent}`);

  expect(rows).toEqual(['1 item: ₹450', '10% off (TEN): −₹45', 'DeliveryFree standard delivery: Free', 'Total Tax included: ₹405', 'of which GST 5%: ₹19']);
});

it('opens the bag where something came in, and lets the shopper carry on', async () => {
  const totals = { ...TOTALS, free_delivery_gap: rupees(549) };
  aShop({ 'GET /cart': { body: { ...aCart(null), totals } }, 'POST /cart/items': { body: { ...aCart(null), totals } } });
  render(<SoukProvider><AddToCart sku="mug" title="Chai mug" available /></SoukProvider>);

  await userEvent.click(screen.getByRole('button', { name: 'Add to bag' }));

  const drawer = within(await screen.findByRole('dialog', { name: 'Your bag' }));
  expect(drawer.getByRole('status').textContent).toBe('Chai mug is in your bag.');
  expect(await drawer.findByRole('progressbar', { name: 'On the way to free delivery' })).toBeTruthy();
  expect(drawer.getByRole('link', { name: 'See bag' }).getAttribute('href')).toBe('/cart');
  await userEvent.click(drawer.getByRole('button', { name: 'Keep looking around' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});
