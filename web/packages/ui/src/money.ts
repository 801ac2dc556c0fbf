export interface MoneyLike {
  amount: number;
  currency: string;
}

const LOCALE = 'en-IN';
const formats = new Map<string, Intl.NumberFormat>();

/** `₹2,340`, with paise only where there are some. */
export function formatMoney({ amount, currency }: MoneyLike): string {
  const whole = formatOf(currency, 0);
  const digits = whole.resolvedOptions().currency === 'JPY' ? 0 : 2;
  const value = amount / 10 ** digits;
  return (Number.isInteger(value) ? whole : formatOf(currency, digits)).format(value);
}

function formatOf(currency: string, digits: number): Intl.NumberFormat {
  const key = `${currency}/${digits}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(key, format);
  return format;
}

/** How much is off, in whole percent, never rounded up. */
export function percentOff(price: MoneyLike, before: MoneyLike): number {
  return Math.floor(((before.amount - price.amount) * 100) / before.amount);
}

/** `Tue 24 Nov`: the shop's own calendar, wherever the reader is. */
export function formatDay(iso: string): string {
  return day.format(new Date(iso.length === 10 ? `${iso}T12:00:00+05:30` : iso));
}

/** `24 Nov 2026, 4:05 pm`. */
export function formatMoment(iso: string): string {
  return moment.format(new Date(iso));
}

const timeZone = 'Asia/Kolkata';
const day = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', day: 'numeric', month: 'short', timeZone });
const moment = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone });
