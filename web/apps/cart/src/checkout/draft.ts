import { identity } from '@souk/api';
import { on } from '@souk/store/signals';
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
const KEY = 'souk-checkout';

/** What a customer typed is nobody else's: it is gone once that customer is signed out. */
export function readDraft(): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (!isRecord(kept)) return NOTHING_TYPED;
    if (kept['by'] === 'signed-in' && identity() !== 'signed-in') {
      forgetDraft();
      return NOTHING_TYPED;
    }
    return draftOf(kept);
  } catch {
    return NOTHING_TYPED; // storage is blocked, or holds something that we did not write
  }
}

export function keepDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...draft, by: identity() }));
  } catch {
    // storage is blocked or full: a reload then begins with what the server knows
  }
}

export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // storage is blocked: nothing was kept
  }
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

on('auth:signed-out', forgetDraft); // for as long as the page lives, whatever is mounted
