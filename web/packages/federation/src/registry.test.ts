import { expect, test } from 'vitest';
import { readRegistry } from './registry';

const cart = { entry: '/mfe/cart/remoteEntry.js', version: '0.1.0', team: 'checkout' };

test('a remote of this shop is taken as it stands', () => {
  expect(readRegistry({ cart })).toEqual({ cart });
});

test.each([
  'https://elsewhere.example/remoteEntry.js',
  '//elsewhere.example/mfe/remoteEntry.js',
  '/mfe/../product-service/api/v1/x.js',
  '/media/upload.js',
  'mfe/cart/remoteEntry.js',
  42,
])('a script from %s is never loaded', (entry) => {
  expect(readRegistry({ cart: { ...cart, entry } })).toEqual({});
});

test('what is no registry is refused', () => {
  expect(() => readRegistry('<html>')).toThrow('/mfe/remotes.json');
});
