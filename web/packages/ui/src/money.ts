import { intlLocale } from '@souk/api/language';
import { kept } from '@souk/api/messages';
import { writtenMoney } from '@souk/api/numbers';
import { timeZone } from '@souk/api/system';

export interface MoneyLike {
  amount: number;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();
const digitsOf = new Map<string, number>();

/** `₹2,340`, with paise only where there are some. */
export function formatMoney(money: MoneyLike): string {
  const written = writtenMoney(money.amount, money.currency);
  if (written !== undefined) return written;
  const value = amountOf(money);
  return formatOf(money.currency, Number.isInteger(value) ? 0 : minorDigits(money.currency)).format(value);
}

/** The amount in whole units of its currency: 1234.5 for 123450 paise. */
export function amountOf({ amount, currency }: MoneyLike): number {
  return amount / 10 ** minorDigits(currency);
}

/** How many digits the minor unit takes: two for rupees, none for yen, three for dinars. */
function minorDigits(currency: string): number {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const digits = formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
  digitsOf.set(currency, digits);
  return digits;
}

function formatOf(currency: string, digits?: number): Intl.NumberFormat {
  const locale = intlLocale();
  const key = `${locale}/${currency}/${digits ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const fixed = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...fixed });
  formats.set(key, format);
  return format;
}

/** How much is off, in whole percent, never rounded up. */
export function percentOff(price: MoneyLike, before: MoneyLike): number {
  return Math.floor(((before.amount - price.amount) * 100) / before.amount);
}

/** `Tue 24 Nov`: the shop's own calendar, wherever the reader is. A date without a time is that day everywhere. */
export function formatDay(iso: string): string {
  const [formats, zone] = iso.length === DATE_LENGTH ? [calendarDays, 'UTC'] : [days, timeZone];
  return kept(formats, (locale) => new Intl.DateTimeFormat(locale, { ...dayParts, timeZone: zone })).format(new Date(iso));
}

/** `24 Nov 2026`. */
export function formatDate(iso: string): string {
  return kept(dates, (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })).format(new Date(iso));
}

/** `24 Nov 2026, 4:05 pm`. */
export function formatMoment(iso: string): string {
  const parts = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return kept(moments, (locale) => new Intl.DateTimeFormat(locale, parts)).format(new Date(iso));
}

const DATE_LENGTH = '2026-11-24'.length;
const dayParts = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const days = new Map<string, Intl.DateTimeFormat>();
const calendarDays = new Map<string, Intl.DateTimeFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();
const moments = new Map<string, Intl.DateTimeFormat>();
