import { describe, expect, it } from 'vitest';
import { safeReturn } from './paths';

const SHOP = 'http://localhost:8888';

describe('the address to go to after login', () => {
  it('is the wanted page of this shop, with its query and fragment', () => {
    expect(safeReturn('/orders/1?a=b#token=c', SHOP)).toBe('/orders/1?a=b#token=c');
  });

  it.each([
    ['//elsewhere.example/x'],
    ['/\\elsewhere.example'],
    ['https://elsewhere.example'],
    ['javascript:alert(1)'],
    ['http://['],
    [null],
    [''],
  ])('is home instead of %s', (wanted) => {
    expect(safeReturn(wanted, SHOP)).toBe('/');
  });

  it.each([['/.//elsewhere.example'], ['http://localhost:8888//elsewhere.example']])(
    'stays on this shop when %s hides another one in its path',
    (wanted) => {
      const back = safeReturn(wanted, SHOP);
      expect(new URL(back, `${SHOP}/login`).origin).toBe(SHOP);
    },
  );
});
