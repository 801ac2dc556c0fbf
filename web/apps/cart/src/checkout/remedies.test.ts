import type { ApiError } from '@souk/api';
import { expect, test } from 'vitest';
import { remedyOf } from './remedies';

const refusal = (code: ApiError['code'], facts: ApiError['facts'] = {}): ApiError => ({ code, status: 409, cause: '', fix: '', facts, fields: [] });

test.each([
  ['out-of-stock', '/cart', 'to-bag'],
  ['checkout-replaced', '/checkout/where', 'to-where'],
  ['delivery-refused', '/checkout/where', 'to-address'],
  ['not-delivered-there', '/checkout/where', 'to-address'],
  ['delivery-not-offered', '/checkout/how', 'to-delivery-choice'],
  ['too-many-open-orders', '/orders', 'your-orders'],
  ['checkout-already-ordered', '/orders', 'your-orders'],
] as const)('%s is mended at %s, whatever its status', (code, href, words) => {
  expect(remedyOf(refusal(code))).toEqual({ href, words });
});

test('an order that exists already is opened', () => {
  expect(remedyOf(refusal('checkout-already-ordered', { order_id: 'o1' }))).toEqual({ href: '/orders/o1', words: 'to-order' });
});

test('a guest who lost the answer gets back to the order by its link', () => {
  expect(remedyOf(refusal('checkout-already-ordered', { order_id: 'o1', link_token: 't/1' }))?.href).toBe('/orders/o1#token=t%2F1');
});

test('what the cart refused through the order is mended where the cart says', () => {
  expect(remedyOf(refusal('checkout-not-ready', { reason: 'delivery-refused' }))?.words).toBe('to-address');
  expect(remedyOf(refusal('checkout-not-ready', { reason: 'cart-too-heavy' }))?.words).toBe('to-bag');
  expect(remedyOf(refusal('checkout-not-ready'))?.words).toBe('to-bag');
});

test('a refused payment is mended where the shopper is', () => {
  expect(remedyOf(refusal('payment-declined'))).toBeNull();
});
