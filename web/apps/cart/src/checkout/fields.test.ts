import { describe, expect, it } from 'vitest';
import { expiryOf, NO_CARD, NOWHERE, passesLuhn, wrongCard, wrongWhere } from './fields';

const words = (field: string) => `wrong ${field}`;
const NOVEMBER_2026 = new Date(2026, 10, 21);
const card = { number: '4242 4242 4242 4242', expiry: '12/30', cvc: '123', cardName: 'Asha Rao' };

describe('where to', () => {
  it('names every field that is missing, and not the optional one', () => {
    expect(Object.keys(wrongWhere(NOWHERE, words)).sort()).toEqual(
      ['city', 'email', 'line1', 'name', 'phone', 'postalCode', 'state'].sort(),
    );
  });

  it('takes a phone number however it is spaced, and a pincode of six digits only', () => {
    const where = {
      ...NOWHERE,
      email: 'asha@example.com',
      name: 'Asha',
      phone: '+91 98000-00000',
      line1: '12 MG Road',
      city: 'Mysuru',
      state: 'Karnataka',
    };

    expect(wrongWhere({ ...where, postalCode: '570001' }, words)).toEqual({});
    expect(wrongWhere({ ...where, postalCode: '057001' }, words)).toEqual({ postalCode: 'wrong postalCode' });
  });
});

describe('a card', () => {
  it('is good until the end of its month', () => {
    expect(wrongCard({ ...card, expiry: '11/26' }, NOVEMBER_2026, words)).toEqual({});
    expect(wrongCard({ ...card, expiry: '10/26' }, NOVEMBER_2026, words)).toEqual({ expiry: 'wrong expiry' });
  });

  it('with a mistyped digit is caught before anyone is asked', () => {
    expect(passesLuhn('4242424242424242')).toBe(true);
    expect(passesLuhn('4242424242424243')).toBe(false);
  });

  it('left empty is wrong in every field', () => {
    expect(Object.keys(wrongCard(NO_CARD, NOVEMBER_2026, words))).toHaveLength(4);
  });

  it('reads an expiry with two or four digits of the year, and no thirteenth month', () => {
    expect(expiryOf('8/29')).toEqual({ month: 8, year: 2029 });
    expect(expiryOf('08 / 2029')).toEqual({ month: 8, year: 2029 });
    expect(expiryOf('13/29')).toBeNull();
    expect(expiryOf('0829')).toBeNull();
  });
});
