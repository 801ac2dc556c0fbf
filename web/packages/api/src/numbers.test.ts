import { numbersOf } from '@souk/config/numbers';
import texts from '@souk/catalogues';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { currency, languages } from './generated/system';
import { numbers } from './numbers';

const { formOf, writtenMoney, writtenNumber } = numbers;

const OTHERS = ['de-CH', 'es', 'fr', 'pt-PT', 'pl', 'bn', 'fa', 'he', 'ja', 'ne', 'en-ZA'];
const AMOUNTS = [0, 1, 9, 10, 99, 100, 101, 12_345, 99_999, 100_000, 1_000_000, 12_345_678, 123_456_789, 99_999_999_900, 900_719_925_474_099];

beforeEach(() => {
  globalThis.soukTexts = texts;
});

afterEach(() => document.documentElement.removeAttribute('lang'));

function speak(locale: string, its: string) {
  const known = languages[0].locale; // a page in any other language, by that language's numbers
  globalThis.soukTexts = { [known]: numbersOf(locale, its) };
}

function ofIntl(locale: string, amount: number, its: string): string {
  const options = { style: 'currency', currency: its } as const;
  const digits = new Intl.NumberFormat(locale, options).resolvedOptions().maximumFractionDigits ?? 0;
  const shown = amount % 10 ** digits === 0 ? 0 : digits;
  const fixed = { minimumFractionDigits: shown, maximumFractionDigits: shown };
  return new Intl.NumberFormat(`${locale}-u-nu-latn`, { ...options, ...fixed }).format(amount / 10 ** digits);
}

test.each(languages.map(({ locale }) => locale))('a page in %s writes money and numbers as Intl does', (locale) => {
  document.documentElement.lang = locale;
  const amounts = AMOUNTS.flatMap((amount) => (amount === 0 ? [0] : [amount, -amount]));
  const values = [...amounts, 4.3, 0.5, -12_345.678];

  expect(amounts.map((amount) => writtenMoney(amount, currency))).toEqual(amounts.map((amount) => ofIntl(locale, amount, currency)));
  expect(values.map(writtenNumber)).toEqual(values.map((value) => new Intl.NumberFormat(`${locale}-u-nu-latn`).format(value)));
});

test.each(OTHERS)('a shop that adds %s has its way of writing, in whole and in broken currencies', (locale) => {
  speak(locale, currency);
  for (const amount of AMOUNTS.flatMap((each) => (each === 0 ? [0] : [each, -each]))) {
    expect(writtenMoney(amount, currency)).toBe(ofIntl(locale, amount, currency));
    expect(writtenNumber(amount)).toBe(new Intl.NumberFormat(`${locale}-u-nu-latn`).format(amount));
  }
});

test.each([...languages.map(({ locale }) => locale), ...OTHERS, 'ru', 'cs', 'cy', 'ga', 'lt', 'lv', 'sl', 'fil', 'kw'])('a count in %s has the form that Intl gives it', (locale) => {
  speak(locale, currency);
  const rules = new Intl.PluralRules(locale);
  const counts = [...Array(1_500).keys(), 2_000, 9_999, 20_001, 40_000, 60_000, 99_999];

  const told = counts.map((count) => [formOf(count), rules.select(count)]).filter(([known]) => known !== undefined);

  expect(told.filter(([known, right]) => known !== right)).toEqual([]);
  expect(told.length).toBe(locale === 'kw' ? 0 : counts.length); // Cornish counts in its own way, so Intl is asked
});

test('a currency without minor units, and one of three digits', () => {
  for (const its of ['JPY', 'KWD']) {
    speak('en-IN', its);
    expect(globalThis.soukTexts?.['en-IN']?.['intl/money']).toMatchObject({ digits: its === 'JPY' ? '0' : '3' });
    for (const amount of AMOUNTS) expect(writtenMoney(amount, currency)).toBe(ofIntl('en-IN', amount, its));
  }
});

test('what it was not told how to write is left to Intl', () => {
  expect(writtenMoney(100, 'XAU')).toBeUndefined();
  expect(writtenMoney(Number.MAX_SAFE_INTEGER + 1, currency)).toBeUndefined();
  expect([-1, 0.5, 100_000, NaN].map(formOf)).toEqual([undefined, undefined, undefined, undefined]);
  for (const odd of [0.12345, 1e21, NaN, Infinity]) expect(writtenNumber(odd)).toBeUndefined();
  globalThis.soukTexts = {};
  expect([writtenMoney(100, currency), writtenNumber(1)]).toEqual([undefined, undefined]);
});
