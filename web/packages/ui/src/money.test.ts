import { expect, test } from 'vitest';
import { amountOf, formatDay, formatMoney, percentOff } from './money';

const inr = (amount: number) => ({ amount, currency: 'INR' });

test('rupees are grouped as in India, with paise only where there are some', () => {
  expect(formatMoney(inr(123_456_700))).toBe('₹12,34,567');
  expect(formatMoney(inr(49_950))).toBe('₹499.50');
  expect(formatMoney(inr(0))).toBe('₹0');
});

test('a saving is never rounded up', () => {
  expect(percentOff(inr(66_700), inr(100_000))).toBe(33);
});

test('a currency has the digits that it has', () => {
  expect(formatMoney({ amount: 1234, currency: 'JPY' })).toBe('JP¥1,234');
  expect(formatMoney({ amount: 1234, currency: 'KWD' })).toMatch(/1\.234$/);
  expect(amountOf(inr(49_950))).toBe(499.5);
});

test('a delivery day is the day at the shop, wherever the reader is', () => {
  expect(formatDay('2026-11-24')).toMatch(/^Tue,? 24 Nov$/);
  expect(formatDay('2026-11-23T20:00:00Z')).toMatch(/^Tue,? 24 Nov$/);
});
