/** A browser's storage as far as it is allowed: it may be blocked, full, or throw at any call. */
export interface Kept {
  read: (key: string) => string | null;
  /** False when it could not be kept. */
  write: (key: string, value: string) => boolean;
  remove: (key: string) => void;
}

/** Shared by all tabs, and outlives them. */
export const localKept = guarded(() => localStorage);
/** This tab's own; a reload keeps it. */
export const tabKept = guarded(() => sessionStorage);

/** Below this a tab keeps what somebody is typing; the store forgets all of it when they sign out. */
export const DRAFTS = 'souk-draft-';

export function forgetDrafts(): void {
  attempted(() => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFTS)) sessionStorage.removeItem(key);
  }, undefined);
}

function guarded(storage: () => Storage): Kept {
  return {
    read: (key) => attempted(() => storage().getItem(key), null),
    write: (key, value) => attempted(() => (storage().setItem(key, value), true), false),
    remove: (key) => attempted(() => storage().removeItem(key), undefined),
  };
}

function attempted<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise; // blocked, full, or there is none on a server
  }
}

/** What was kept as JSON; undefined when there is nothing, or something that is no JSON. */
export function readJson(kept: Kept, key: string): unknown {
  return attempted<unknown>(() => JSON.parse(kept.read(key) ?? ''), undefined);
}

export function writeJson(kept: Kept, key: string, value: unknown): boolean {
  return kept.write(key, JSON.stringify(value));
}
