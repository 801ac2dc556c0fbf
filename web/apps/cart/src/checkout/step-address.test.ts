import { expect, test } from 'vitest';
import { placedOf, stepOf } from './step-address';

test.each([
  ['/checkout', 'where'],
  ['/checkout/', 'where'],
  ['/checkout/how', 'how'],
  ['/checkout/pay', 'pay'],
  ['/checkout/pay/more', null],
  ['/checkout/elsewhere', null],
  ['/checkout/placed/o1', null],
])('%s is the step %s', (path, step) => {
  expect(stepOf('/checkout', path)).toBe(step);
});

test('a placed order has an address of its own', () => {
  expect(placedOf('/checkout', '/checkout/placed/o1')).toBe('o1');
  expect(placedOf('/checkout', '/checkout/placed')).toBeNull();
  expect(placedOf('/checkout', '/checkout/pay')).toBeNull();
});
