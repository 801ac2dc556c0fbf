import type { ChallengeView } from './types/order';

/** What a bank asks before it pays, as a page can put it to the shopper. */
export type Challenge =
  | { kind: 'confirm'; prompt: string }
  /** Answered on the provider's own page; the outcome is asked of the order. */
  | { kind: 'redirect'; prompt: string; url: string }
  /** Needs a script of the provider, which these pages do not load. */
  | { kind: 'unsupported'; prompt: string };

export function challengeOf({ kind, prompt, url }: ChallengeView): Challenge {
  if (kind === 'confirm') return { kind, prompt };
  if (kind === 'redirect' && url && isWebAddress(url)) return { kind, prompt, url };
  return { kind: 'unsupported', prompt };
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url, location.origin) && /^https?:$/.test(new URL(url, location.origin).protocol);
}
