import { afterEach, expect, test } from 'vitest';
import { languages } from './generated/system';
import { inLanguage, langOfShop, language, withoutLanguage } from './language';
import { paths } from './paths';

const [, hindi, arabic] = languages;

afterEach(() => document.documentElement.removeAttribute('lang'));

test('a page speaks what its document says, and the language of the shop where that is none of its languages', () => {
  expect(language().locale).toBe('en-IN');

  document.documentElement.lang = 'ar';
  expect(language()).toBe(arabic);

  document.documentElement.lang = 'xx';
  expect(language().locale).toBe('en-IN');
});

test('every address of a page leads to the page in the same language', () => {
  document.documentElement.lang = 'hi-IN';

  expect(paths.home()).toBe('/hi');
  expect(paths.product({ handle: 'chai-mug' })).toBe('/hi/products/chai-mug');
  expect(paths.search({ q: 'mug' })).toBe('/hi/products?q=mug');
});

test('an address changes its language and nothing else', () => {
  expect(inLanguage('/hi/products?q=hi', arabic)).toBe('/ar/products?q=hi');
  expect(inLanguage('/?preview=1', hindi)).toBe('/hi?preview=1');
  expect(withoutLanguage('/hi?preview=1')).toBe('/?preview=1');
  expect(withoutLanguage('/hindi-books')).toBe('/hindi-books');
  expect(inLanguage('https://elsewhere.example/hi', arabic)).toBe('https://elsewhere.example/hi');
});

test('what the shop keeps is marked with its language on pages in another one alone', () => {
  expect(langOfShop()).toBeUndefined();

  document.documentElement.lang = 'ar';
  expect(langOfShop()).toBe('en-IN');
});
