import { rememberPlaced } from '@souk/store/placed-orders';
import { afterEach, expect, it } from 'vitest';
import { tokenOf } from './order-token';

afterEach(() => {
  location.hash = '';
  sessionStorage.clear();
  localStorage.clear();
});

it('comes in the fragment and stays for the tab', () => {
  location.hash = '#token=abc';
  expect(tokenOf('1')).toBe('abc');

  location.hash = '';
  expect(tokenOf('1')).toBe('abc');
});

it('opens one order and no other', () => {
  location.hash = '#token=abc';
  tokenOf('1');
  location.hash = '';

  expect(tokenOf('2')).toBeUndefined();
});

it('is known to the device that placed the order', () => {
  rememberPlaced({ id: '3', number: 'SK-AAAA-BBBB', token: 'xyz' });

  expect(tokenOf('3')).toBe('xyz');
});
