import { DRAFTS, readJson, tabKept, writeJson } from '@souk/api/storage';

/** A photo that was sent, before its review is: the service has it, and shows it at `url`. */
export interface DraftPhoto {
  id: string;
  alt: string;
  url: string;
}

/** What somebody is writing; 0 stars: none chosen yet. */
export interface Draft {
  stars: number;
  title: string;
  body: string;
  author_name: string;
  photos: DraftPhoto[];
}

const KEY = `${DRAFTS}review`;

/** Of one product at a time, in this tab: a reload brings it again. */
export function keptDraft(handle: string): Draft | null {
  const kept = readJson(tabKept, KEY);
  if (!isRecord(kept) || kept['handle'] !== handle) return null;
  const text = (name: string) => (typeof kept[name] === 'string' ? kept[name] : '');
  const stars = typeof kept['stars'] === 'number' ? kept['stars'] : 0;
  return { stars, title: text('title'), body: text('body'), author_name: text('author_name'), photos: photosIn(kept['photos']) };
}

export function keepDraft(handle: string, draft: Draft): Draft {
  writeJson(tabKept, KEY, { handle, ...draft });
  return draft;
}

export function forgetDraft(handle: string): void {
  if (keptDraft(handle)) tabKept.remove(KEY);
}

function photosIn(kept: unknown): DraftPhoto[] {
  return Array.isArray(kept) ? kept.filter(isPhoto) : [];
}

function isPhoto(value: unknown): value is DraftPhoto {
  return isRecord(value) && [value['id'], value['alt'], value['url']].every((each) => typeof each === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
