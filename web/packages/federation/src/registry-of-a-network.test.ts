import { expect, test, vi } from 'vitest';
import { readRegistry } from './registry';

vi.mock('@souk/api/system', async (original) => ({ ...(await original<object>()), assetsOrigin: 'https://cdn.example' }));

const cart = { version: '0.1.0', team: 'checkout' };

test.each(['https://cdn.example/mfe/cart/0123456789abcdef/remoteEntry.js', '/mfe/cart/0123456789abcdef/remoteEntry.js'])('a script from %s is loaded', (entry) => {
  expect(readRegistry({ cart: { ...cart, entry } })['cart']?.entry).toBe(entry);
});

test.each([
  'https://cdn.example/elsewhere/x.js',
  'https://cdn.example/mfe/../x.js',
  'https://cdn.example.org/mfe/cart/x.js',
  'https://cdn.example:8443/mfe/cart/x.js',
  'http://cdn.example/mfe/cart/x.js',
  'https://cdn.example@elsewhere.example/mfe/x.js',
  'https://elsewhere.example/https://cdn.example/mfe/x.js',
])('a script from %s is never loaded', (entry) => {
  expect(readRegistry({ cart: { ...cart, entry } })).toEqual({});
});
