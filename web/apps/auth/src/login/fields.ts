import type { ApiError } from '@souk/api';
import { t } from '../messages/en-IN';

/** What the shopper has typed; both forms share it, so that changing from one to the other loses nothing. */
export interface Typed {
  name: string;
  email: string;
  password: string;
}

export type Door = 'sign-in' | 'sign-up';
export type Wrong = Partial<Record<keyof Typed, string>>;

export const NOTHING_TYPED: Typed = { name: '', email: '', password: '' };
const SHORTEST_PASSWORD = 8;

/** What can be told without the server, in words, by field. */
export function wrongWithout({ name, email, password }: Typed, door: Door): Wrong {
  const isNew = door === 'sign-up';
  return {
    ...(isNew && name.trim() === '' && { name: t('wrong-name') }),
    ...(!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email.trim()) && { email: t('wrong-email') }),
    ...(password === ''
      ? { password: t(isNew ? 'short-password' : 'wrong-password') }
      : isNew && [...password].length < SHORTEST_PASSWORD && { password: t('short-password') }),
  };
}

/** What the server said about single fields. */
export function wrongBy({ fields, facts, fix }: ApiError): Wrong {
  const wrong: Wrong = {};
  for (const { field, cause } of fields) if (isField(field)) wrong[field] = cause;
  const about = facts['field'];
  if (isField(about)) wrong[about] ??= fix;
  return wrong;
}

/** A refusal in words; a long wait in minutes. */
export function refusalOf({ cause, fix, facts }: ApiError): { cause: string; fix: string } {
  const wait = facts['retry_after_s'];
  if (typeof wait !== 'number' || wait <= 60) return { cause, fix };
  return { cause, fix: t('wait-minutes', { count: Math.ceil(wait / 60) }) };
}

function isField(value: unknown): value is keyof Typed {
  return typeof value === 'string' && Object.hasOwn(NOTHING_TYPED, value);
}
