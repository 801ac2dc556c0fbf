import type { Call } from './call';
import { readJson, tabKept, writeJson } from './storage';

const KEY = 'souk-unsent';

type Unsent = readonly [id: string, call: Call];

/** What this page is about to send itself. */
const own = new Set<string>();

/**
 * Keeps what somebody new pressed while they become a guest: a page that is left meanwhile can send it no more, and the
 * next one does. Not what would be twice if it were sent twice, nor files. What it returns ends the keeping.
 */
export function keepUnsent({ signal: _, ...call }: Call): () => void {
  if (call.file || (!call.act && call.method !== 'PUT')) return () => undefined;
  const id = crypto.randomUUID();
  own.add(id);
  writeJson(tabKept, KEY, [...unsent(), [id, call]]);
  return () => {
    own.delete(id);
    writeJson(tabKept, KEY, unsent().filter(([other]) => other !== id));
  };
}

/** The first of what the pages before this one were left with; the others are kept until they are taken, too. */
export function takeUnsent(): Call | undefined {
  const all = unsent();
  const first = all.find(([id]) => !own.has(id));
  if (first) writeJson(tabKept, KEY, all.filter((one) => one !== first));
  return first?.[1];
}

function unsent(): Unsent[] {
  const kept = readJson(tabKept, KEY);
  return Array.isArray(kept) ? kept.filter((one): one is Unsent => Array.isArray(one)) : [];
}
