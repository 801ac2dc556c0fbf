import { identity } from '@souk/api';
import { DRAFTS, readJson, tabKept, writeJson } from '@souk/api/storage';
import { NOWHERE, type Where } from './fields';

/** What was typed at a checkout, for a reload of this tab. Never a card: that lives in its form only. */
export interface Draft {
  where: Where;
  delivery: string | null;
  saveAddress: boolean;
  /** An order that still waits for its bank, so that a reload asks about it again. */
  unfinished: { id: string; token: string | null } | null;
}

export const NOTHING_TYPED: Draft = { where: NOWHERE, delivery: null, saveAddress: false, unfinished: null };
const KEY = `${DRAFTS}checkout`;

/** What a customer typed is nobody else's: it is gone once that customer is signed out. */
export function readDraft(): Draft {
  const kept = readJson(tabKept, KEY);
  if (!isRecord(kept)) return NOTHING_TYPED;
  if (kept['by'] !== 'signed-in' || identity() === 'signed-in') return draftOf(kept);
  forgetDraft();
  return NOTHING_TYPED;
}

/** Where nothing can be kept, a reload begins with what the server knows. */
export function keepDraft(draft: Draft): void {
  writeJson(tabKept, KEY, { ...draft, by: identity() });
}

export function forgetDraft(): void {
  tabKept.remove(KEY);
}

function draftOf(kept: Readonly<Record<string, unknown>>): Draft {
  const { where, delivery, saveAddress, unfinished } = kept;
  return {
    where: isRecord(where) ? whereOf(where) : NOWHERE,
    delivery: typeof delivery === 'string' ? delivery : null,
    saveAddress: saveAddress === true,
    unfinished: isRecord(unfinished) ? orderOf(unfinished) : null,
  };
}

function whereOf(kept: Readonly<Record<string, unknown>>): Where {
  const where = { ...NOWHERE };
  for (const name of Object.keys(NOWHERE) as (keyof Where)[]) {
    const value = kept[name];
    if (typeof value === 'string') where[name] = value;
  }
  return where;
}

function orderOf({ id, token }: Readonly<Record<string, unknown>>): Draft['unfinished'] {
  return typeof id === 'string' ? { id, token: typeof token === 'string' ? token : null } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
