import { readJson, tabKept, writeJson } from '@souk/api/storage';

export interface Draft {
  name: string;
  email: string;
  subject: string;
  text: string;
}

const KEY = 'souk-question';
const NOTHING: Draft = { name: '', email: '', subject: '', text: '' };

/** What was typed survives a reload, in this tab. */
export function keptDraft(): Draft {
  const kept = readJson(tabKept, KEY);
  if (typeof kept !== 'object' || kept === null) return NOTHING;
  const { name, email, subject, text } = kept as Partial<Record<keyof Draft, unknown>>;
  return { name: word(name), email: word(email), subject: word(subject), text: word(text) };
}

export function keepDraft(draft: Draft): void {
  writeJson(tabKept, KEY, draft);
}

export function forgetDraft(): void {
  tabKept.remove(KEY);
}

export type WrongFields = Partial<Record<keyof Draft, true>>;

/** What the service would refuse, said before anything is sent. */
export function wrongIn({ name, email, subject, text }: Draft): WrongFields {
  return {
    ...(name.trim() === '' && { name: true }),
    ...(!/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(email.trim()) && { email: true }),
    ...(subject.trim().length < 3 && { subject: true }),
    ...(text.trim() === '' && { text: true }),
  };
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
