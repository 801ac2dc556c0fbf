import { expect, test } from 'vitest';
import { readRegistry } from './registry';

const cart = { entry: '/mfe/cart/remoteEntry.js', version: '0.1.0', team: 'checkout', texts: { ar: 'static/texts/ar.7f.js' }, pieces: { MiniCart: ['static/js/piece-MiniCart.7f.js'] } };

test('a remote of this shop is taken as it stands', () => {
  const spoken = { MiniCart: { ar: ['static/texts/ar.3b.js'] } };

  const taken = readRegistry({ cart: { ...cart, piece_texts: spoken } });

  expect(taken).toEqual({ cart: { ...cart, pieceTexts: spoken } });
  expect(readRegistry({ cart })).toEqual({ cart: { ...cart, pieceTexts: {} } });
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

test('files of a piece that lie elsewhere are left out, and so is what names none', () => {
  const pieces = { MiniCart: ['../auth/x.js', 'https://elsewhere.example/x.js', 'x.svg', 'a.css'], CartPage: 'x.js' };

  expect(readRegistry({ cart: { ...cart, pieces } })['cart']?.pieces).toEqual({ MiniCart: ['a.css'], CartPage: [] });
  expect(readRegistry({ cart: { ...cart, pieces: undefined } })['cart']?.pieces).toEqual({});
  const texts = { MiniCart: { ar: ['../auth/ar.js', 'ar.js'] }, CartPage: 'x.js' };
  expect(readRegistry({ cart: { ...cart, piece_texts: texts } })['cart']?.pieceTexts).toEqual({ MiniCart: { ar: ['ar.js'] }, CartPage: {} });
});

test('what is no registry is refused', () => {
  expect(() => readRegistry('<html>')).toThrow('/mfe/remotes.json');
});
