import { language } from './language';
import { currency } from './generated/system';

/** What `@souk/config` found `Intl` to do in one language; a catalogue of texts, by which pages get it. */
interface Shape {
  group: string;
  decimal: string;
  last: string;
  each: string;
  from: string;
  positive: string;
  negative: string;
}

/**
 * `12,34,567` or `4.3`, as `Intl.NumberFormat` writes it. What nobody told this page how to write, and more than three
 * decimals, is `Intl`'s own.
 */
export function writtenNumber(value: number): string | undefined {
  const shape = shapeOf<Shape>('intl/number');
  const [whole = '', fraction = ''] = String(Math.abs(value)).split('.');
  return shape && PLAIN.test(whole) && fraction.length <= MOST_DECIMALS ? written(shape, value < 0, whole, fraction) : undefined;
}

/** Which plural form goes with a count, as `Intl.PluralRules` says; nothing where it is left to that. */
export function formOf(count: number): Intl.LDMLPluralRule | undefined {
  const { forms, told } = shapeOf<{ forms?: string; told?: string }>('intl/forms') ?? {};
  if (!forms || !told || !Number.isInteger(count) || count < 0 || count >= MOST_COUNTED) return undefined;
  const at = told[count < told.length ? count : 100 + (count % 100)];
  return forms.split(' ')[Number(at)] as Intl.LDMLPluralRule;
}

/** As far as `@souk/config` has looked: a million has a form of its own in some languages. */
const MOST_COUNTED = 100_000;

/** `₹12,34,567` of so many minor units of the shop's currency; `₹499.50` where there are some. */
export function writtenMoney(minorUnits: number, its: string): string | undefined {
  const shape = shapeOf<Shape & { digits: string }>('intl/money');
  if (!shape || its !== currency || !Number.isSafeInteger(minorUnits)) return undefined;
  const digits = Number(shape.digits);
  const text = String(Math.abs(minorUnits)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return written(shape, minorUnits < 0, whole, /[1-9]/.test(fraction) ? fraction : '');
}

const PLAIN = /^\d+$/; // neither 1e+21 nor NaN
const MOST_DECIMALS = 3;

function written({ group, decimal, last, each, from, positive, negative }: Shape, below: boolean, whole: string, fraction: string): string {
  const groups = Number(from) > 0 && whole.length >= Number(from) ? grouped(whole, Number(last), Number(each)) : [whole];
  const number = groups.join(group) + (fraction && decimal + fraction);
  return (below ? negative : positive).replace('#', number);
}

function grouped(whole: string, last: number, each: number): string[] {
  const groups = [whole.slice(-last)];
  for (let end = whole.length - last; end > 0; end -= each) groups.unshift(whole.slice(Math.max(0, end - each), end));
  return groups;
}

function shapeOf<Known>(catalogue: string): Known | undefined {
  return globalThis.soukTexts?.[language().locale]?.[catalogue] as Known | undefined;
}
