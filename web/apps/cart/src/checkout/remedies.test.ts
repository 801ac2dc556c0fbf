import type { ApiError } from '@souk/api';
import { expect, test } from 'vitest';
import { remedyOf } from './remedies';

const refusal = (code: string, facts: ApiError['facts'] = {}): ApiError => ({ code, status: 409, cause: '', fix: '', facts, fields: [] });

test('the same status leads to different places: its code tells what happened', () => {
  expect(remedyOf(refusal('out-of-stock'))?.href).toBe('/cart');
  expect(remedyOf(refusal('checkout-replaced'))?.href).toBe('/checkout/where');
  expect(remedyOf(refusal('checkout-already-ordered', { order_id: 'o1' }))?.href).toBe('/orders/o1');
  expect(remedyOf(refusal('payment-declined'))).toBeNull();
});
