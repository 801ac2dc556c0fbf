import type { ApiError } from '@souk/api';
import { isPincode } from '@souk/api/pincode';
import type { AddressBody, Contact } from '@souk/api/types/cart';

/** What the first step asks: who, and where to. Kept as typed. */
export interface Where {
  email: string;
  name: string;
  phone: string;
  line1: string;
  line2: string;
  postalCode: string;
  city: string;
  state: string;
}

/** A card as typed. It lives in the form only, and leaves it for the provider's tokenisation only. */
export interface CardInput {
  number: string;
  expiry: string;
  cvc: string;
  cardName: string;
}

export type Wrong<Fields> = Partial<Record<keyof Fields, string>>;

export const NOWHERE: Where = { email: '', name: '', phone: '', line1: '', line2: '', postalCode: '', city: '', state: '' };
export const NO_CARD: CardInput = { number: '', expiry: '', cvc: '', cardName: '' };

type Words = (field: string) => string;

export function wrongWhere(where: Where, words: Words): Wrong<Where> {
  return wrongOf(words, {
    email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(where.email.trim()),
    name: where.name.trim().length > 0,
    phone: where.phone.replace(/\D/g, '').length >= 10,
    line1: where.line1.trim().length > 0,
    postalCode: isPincode(where.postalCode),
    city: where.city.trim().length > 0,
    state: where.state !== '',
  });
}

export function wrongCard(card: CardInput, now: Date, words: Words): Wrong<CardInput> {
  const digits = card.number.replace(/\D/g, '');
  return wrongOf(words, {
    number: digits.length >= 12 && digits.length <= 19 && passesLuhn(digits),
    expiry: isAhead(expiryOf(card.expiry), now),
    cvc: /^\d{3,4}$/.test(card.cvc.trim()),
    cardName: card.cardName.trim().length > 0,
  });
}

function wrongOf<Name extends string>(words: Words, checks: Readonly<Record<Name, boolean>>): Partial<Record<Name, string>> {
  const wrong: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(checks) as Name[]) if (!checks[name]) wrong[name] = words(name);
  return wrong;
}

/** ISO/IEC 7812-1, annex B: catches a mistyped digit before anyone is asked. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** `08/29` as month 8 of 2029; null when it is no month. */
export function expiryOf(typed: string): { month: number; year: number } | null {
  const [, month, year] = /^(\d{1,2})\s*\/\s*(\d{2}|\d{4})$/.exec(typed.trim()) ?? [];
  if (month === undefined || year === undefined || Number(month) < 1 || Number(month) > 12) return null;
  return { month: Number(month), year: year.length === 2 ? 2000 + Number(year) : Number(year) };
}

/** A card is good until the end of its month. */
function isAhead(expiry: { month: number; year: number } | null, now: Date): boolean {
  return expiry !== null && expiry.year * 12 + expiry.month >= now.getFullYear() * 12 + now.getMonth() + 1;
}

export function whereFrom(address: AddressBody, email: string): Where {
  const { name, phone, line1, line2, postal_code, city, state } = address;
  return { email, name, phone, line1, line2: line2 ?? '', postalCode: postal_code, city, state };
}

export function contactOf({ email, phone, name }: Where): Contact {
  return { email: email.trim(), phone: phone.trim(), name: name.trim() };
}

export function addressOf({ name, phone, line1, line2, city, state, postalCode }: Where): AddressBody & { line2: string } {
  return {
    name: name.trim(),
    phone: phone.trim(),
    line1: line1.trim(),
    line2: line2.trim(),
    city: city.trim(),
    state,
    postal_code: postalCode,
    country: 'IN',
  };
}

export function isSameAddress(one: AddressBody, other: AddressBody): boolean {
  const parts = ['name', 'phone', 'line1', 'line2', 'city', 'state', 'postal_code', 'country'] as const;
  return parts.every((part) => (one[part] ?? '') === (other[part] ?? ''));
}

const FIELD_OF: Readonly<Record<string, keyof Where>> = {
  'contact.email': 'email',
  'contact.name': 'name',
  'contact.phone': 'phone',
  'address.name': 'name',
  'address.phone': 'phone',
  'address.line1': 'line1',
  'address.line2': 'line2',
  'address.postal_code': 'postalCode',
  'address.city': 'city',
  'address.state': 'state',
};

/** What the shop said about single fields: its own words where it knows why, ours where it only found a wrong form. */
export function wrongBy({ fields, facts, cause, fix }: ApiError, words: Words): Wrong<Where> {
  const wrong: Wrong<Where> = {};
  for (const { field } of fields) {
    const name = FIELD_OF[field];
    if (name) wrong[name] = words(name);
  }
  const about = typeof facts['field'] === 'string' ? FIELD_OF[facts['field']] : undefined;
  if (about) wrong[about] ??= `${cause} ${fix}`;
  return wrong;
}
