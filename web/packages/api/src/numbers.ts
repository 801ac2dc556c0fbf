import { currency } from './generated/system';
import { language } from './language';

/** What `@souk/config` found `Intl` to do in one language (numbers.mjs); a catalogue of texts, by which pages get it. */
type Told = Readonly<Record<string, string>>;

/** `12,34,567` or `4.3`, as `Intl.NumberFormat` writes it; nothing where it is left to that: no page was told, or more than three decimals. */
function writtenNumber(value: number): string | undefined {
  const [, whole, , fraction] = /^-?(\d+)(\.(\d{1,3}))?$/.exec(String(value)) ?? [];
  return whole && written(told('intl/number'), value < 0, whole, fraction);
}

/** `₹12,34,567` of so many minor units of the shop's currency; `₹499.50` where there are some. */
function writtenMoney(minorUnits: number, its: string): string | undefined {
  const digits = digitsTold(its);
  if (digits === undefined || !Number.isSafeInteger(minorUnits)) return undefined;
  const text = String(Math.abs(minorUnits)).padStart(digits + 1, '0');
  const fraction = text.slice(text.length - digits);
  return written(told('intl/money'), minorUnits < 0, text.slice(0, text.length - digits), Number(fraction) ? fraction : '');
}

/** How many digits the minor unit of the shop's currency takes. */
function digitsTold(its: string): number | undefined {
  const how = told('intl/money');
  return how && its === currency ? Number(how['digits']) : undefined;
}

/** Which plural form goes with a count, as `Intl.PluralRules` says; nothing where it is left to that. */
function formOf(count: number): Intl.LDMLPluralRule | undefined {
  const { forms, at } = told('intl/forms') ?? {};
  // As far as `@souk/config` has looked: a million has a form of its own in some languages.
  if (!forms || !/^\d{1,5}$/.test(String(count))) return undefined;
  return forms.split(' ')[Number(at?.[count < 200 ? count : 100 + (count % 100)])] as Intl.LDMLPluralRule;
}

function written(how: Told | undefined, below: boolean, whole: string, fraction = ''): string | undefined {
  if (!how) return undefined;
  const { group = '', decimal = '', last, each, from } = how;
  let number = whole;
  for (let end = whole.length >= Number(from) ? whole.length - Number(last) : 0; end > 0; end -= Number(each)) {
    number = number.slice(0, end) + group + number.slice(end);
  }
  return how[below ? 'negative' : 'positive']?.replace('#', number + (fraction && decimal + fraction));
}

function told(catalogue: string): Told | undefined {
  return globalThis.soukTexts?.[language().locale]?.[catalogue] as Told | undefined;
}

/** What a page lends to every piece on it (`soukNumbers`). */
export const numbers = { writtenNumber, writtenMoney, digitsTold, formOf };
