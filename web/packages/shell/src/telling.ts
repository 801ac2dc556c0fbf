import { tell } from '@souk/api/activity';
import { localKept, readJson, writeJson } from '@souk/api/storage';
import type { Beacon } from '@souk/api/types/activity';
import { takeHappened } from '@souk/store/happened';
import { on } from '@souk/store/signals';

type Told = Beacon['events'][number];

const VISIT = 'souk-visit';
/** After so long without anything a new visit begins; a visit is a day long at most. */
const PAUSE_MS = 30 * 60_000;
const LONGEST_MS = 12 * 3_600_000;
/** As many as a beacon takes. */
const AT_ONCE = 50;

/** Tells what happened when the page is left or hidden, until the returned function is called: nothing is told after it. */
export function startTelling(): () => void {
  const waiting: Told[] = [];
  const gather = () => {
    for (const { at, ...fact } of takeHappened()) waiting.push({ ...fact, id: idAt(at) });
    if (waiting.length >= AT_ONCE) send();
  };
  const send = () => {
    while (waiting.length > 0) {
      if (!tell({ consent: true, session_id: visit(), events: waiting.splice(0, AT_ONCE) })) return;
    }
  };
  const leave = () => {
    if (document.visibilityState !== 'hidden') return;
    gather();
    send();
  };
  const stopListening = on('activity:happened', gather);
  document.addEventListener('visibilitychange', leave);
  gather();
  return () => {
    stopListening();
    document.removeEventListener('visibilitychange', leave);
    localKept.remove(VISIT);
  };
}

/** The visit that this belongs to, in whatever tab. */
function visit(): string {
  const now = Date.now();
  const kept = readJson(localKept, VISIT);
  const known = isVisit(kept) && now - kept.last < PAUSE_MS && now - kept.began < LONGEST_MS ? kept : { id: idAt(now), began: now };
  writeJson(localKept, VISIT, { ...known, last: now });
  return known.id;
}

function isVisit(kept: unknown): kept is { id: string; began: number; last: number } {
  if (typeof kept !== 'object' || kept === null) return false;
  const { id, began, last } = kept as Record<string, unknown>;
  return typeof id === 'string' && typeof began === 'number' && typeof last === 'number';
}

/** A UUIDv7: its first half says when. */
export function idAt(moment: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(moment / 2 ** 16));
  new DataView(bytes.buffer).setUint16(4, moment % 2 ** 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
