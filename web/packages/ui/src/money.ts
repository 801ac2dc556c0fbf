import { intlLocale } from '@souk/api/language';
import { kept } from '@souk/api/messages';
import { timeZone } from '@souk/api/system';

export interface MoneyLike {
  amount: number;
  currency: string;
}

/** `₹2,340`, with paise only where there are some. */
export function formatMoney(money: MoneyLike): string {
  return globalThis.soukNumbers?.writtenMoney(money.amount, money.currency) ?? byIntl(money);
}

/** The amount in whole units of its currency: 1234.5 for 123450 paise. */
export function amountOf({ amount, currency }: MoneyLike): number {
  return amount / 10 ** minorDigits(currency);
}

/** How many digits the minor unit takes: two for rupees, none for yen, three for dinars. */
function minorDigits(currency: string): number {
  return globalThis.soukNumbers?.digitsTold(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Of a currency that is not the shop's, and where a page brings no texts. */
function byIntl(money: MoneyLike): string {
  const value = amountOf(money);
  const digits = Number.isInteger(value) ? 0 : minorDigits(money.currency);
  const options = { style: 'currency', currency: money.currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(intlLocale(), options).format(value);
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
