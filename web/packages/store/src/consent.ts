import { localKept } from '@souk/api/storage';
import { emit } from './signals';

/** Whether this browser's visits may be counted; `open` until somebody says. */
export type Consent = 'given' | 'refused' | 'open';

const KEY = 'souk-consent';

export function consent(): Consent {
  if (browserRefuses()) return 'refused';
  const chosen = localKept.read(KEY);
  return chosen === 'given' || chosen === 'refused' ? chosen : 'open';
}

/** Kept in this browser, and nowhere else. */
export function chooseConsent(choice: Exclude<Consent, 'open'>): void {
  localKept.write(KEY, choice);
  emit('shell:consent-chosen', null);
}

/** Global Privacy Control or Do Not Track: that is an answer, and nobody is asked again. */
export function browserRefuses(): boolean {
  const said: { globalPrivacyControl?: boolean; doNotTrack?: string | null } = navigator;
  return said.globalPrivacyControl === true || said.doNotTrack === '1';
}
