import { afterEach, beforeEach, expect, test } from 'vitest';
import { translator } from './translator';

const english = { hello: 'Hello {name}', items: { one: '{count} item', other: '{count} items' } };
const arabic = {
  hello: 'أهلًا {name}',
  items: { zero: 'لا شيء', one: 'غرض واحد', two: 'غرضان', few: '{count} أغراض', many: '{count} غرضًا', other: '{count} غرض' },
};
const t = translator<typeof english>('shelf');

beforeEach(() => {
  globalThis.soukTexts = { 'en-IN': { shelf: english }, ar: { shelf: arabic } };
});

afterEach(() => document.documentElement.removeAttribute('lang'));

test('values fill their places, numbers as the locale writes them', () => {
  expect(t('hello', { name: 'Asha' })).toBe('Hello Asha');
  expect(t('items', { count: 1 })).toBe('1 item');
  expect(t('items', { count: 250_000 })).toBe('2,50,000 items');
});

test('a value that runs the other way stands by itself, and a code of digits as it is', () => {
  expect(t('hello', { name: '\u202eآشا' })).toBe('Hello \u2068آشا\u2069');
  document.documentElement.lang = 'ar';

  expect(t('hello', { name: 'Mug (50 g)' })).toBe('أهلًا \u2068Mug (50 g)\u2069');
  expect(t('hello', { name: '123456' })).toBe('أهلًا 123456');
});

test('a place without its value stays visible, so that the mistake is seen', () => {
  expect(t('hello')).toBe('Hello {name}');
});

test('a page speaks the language of its document, each number in its plural form', () => {
  document.documentElement.lang = 'ar';

  expect(t('hello', { name: 'آشا' })).toBe('أهلًا \u2068آشا\u2069');
  expect(t('hello', { name: 'Asha 26/11' })).toBe('أهلًا \u2068Asha 26/11\u2069'); // in its own order, whatever stands around it
  expect([0, 1, 2, 3, 11, 100].map((count) => t('items', { count }))).toEqual(['لا شيء', 'غرض واحد', 'غرضان', '3 أغراض', '11 غرضًا', '100 غرض']);
});
