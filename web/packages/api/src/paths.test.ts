import { expect, test } from 'vitest';
import { paths, queryString, safeReturn } from './paths';

test('addresses escape what they carry, and empty values leave no trace', () => {
  expect(paths.product({ handle: 'a/b' })).toBe('/products/a%2Fb');
  expect(paths.search({ q: 'blue & white' })).toBe('/products?q=blue+%26+white');
  expect(queryString({ a: '', b: null, c: undefined, d: ['1', '2'], e: false })).toBe('?d=1&d=2&e=false');
});

test('a query is encoded as a form would', () => {
  const odd = { 'option.Größe': ['250 ml', '½', "it's (a) ~*-._!"], q: 'a=b&c+d %20' };
  const form = new URLSearchParams(Object.entries(odd).flatMap(([key, value]) => [value].flat().map((one) => [key, one])));

  expect(queryString(odd)).toBe(`?${form}`);
});

test.each([
  ['/checkout?step=2#pay', '/checkout?step=2#pay'],
  ['//evil.example/x', '/'],
  ['https://evil.example', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
  [null, '/'],
])('after login %s leads to %s', (wanted, goes) => {
  expect(safeReturn(wanted, 'http://localhost:8888')).toBe(goes);
});
