import type { Kept } from './storage';

/**
 * Idempotency keys of acts that move money or stock.
 * `once`: the same act sent again (double click, reload, retry after silence) carries the same key until it has
 * a final answer. `each`: every call is its own act, but one that stayed without an answer keeps its key.
 */
export type Act = 'once' | 'each';

export interface Acts {
  begin: (act: Act, fingerprint: string) => string;
  /** `final` is false when nobody knows what became of the call. */
  end: (fingerprint: string, key: string, final: boolean) => void;
}

/** Kept for this tab: a reload keeps an unanswered act's key, another tab is another act. */
export function keepActs(kept: Kept, newKey: () => string = () => crypto.randomUUID()): Acts {
  const name = (fingerprint: string) => `souk-act:${fingerprint}`;
  const running = new Set<string>();
  const memory = new Map<string, string>();
  const read = (at: string) => kept.read(at) ?? memory.get(at) ?? null;

  return {
    begin(act, fingerprint) {
      const known = read(name(fingerprint));
      const key = known !== null && (act === 'once' || !running.has(known)) ? known : newKey();
      running.add(key);
      memory.set(name(fingerprint), key);
      kept.write(name(fingerprint), key);
      return key;
    },
    end(fingerprint, key, final) {
      running.delete(key);
      if (!final || read(name(fingerprint)) !== key) return;
      memory.delete(name(fingerprint));
      kept.remove(name(fingerprint));
    },
  };
}
