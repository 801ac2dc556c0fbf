import { tabKept } from '@souk/api/storage';
import { useEffect, useState } from 'react';
import type { Loaded, RemoteId } from './contract';
import { turn } from './turn';

const TIMEOUT_MS = 8_000;

export type Loading =
  | { step: 'waiting' }
  | { step: 'ready'; loaded: Loaded; Provider: typeof import('@souk/federation/runtime').SoukProvider }
  | { step: 'failed'; error: Error };

/** `near`: the first element that this selector finds comes near the screen. */
export type When = 'at once' | 'idle' | { near: string };

/** Loads a piece when it is time to, and again whenever `attempt` grows. */
export function useRemote(id: RemoteId, attempt: number, when: When): Loading {
  const [loading, setLoading] = useState<Loading>({ step: 'waiting' });
  const eager = when === 'at once';
  const near = typeof when === 'object' ? when.near : undefined;

  useEffect(() => {
    let gone = false;
    const failed = (error: unknown) => {
      if (!gone) setLoading({ step: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    };
    const start = async () => {
      // Late is not never: the page says that it is missing, and a piece that comes after that still takes its place.
      const timer = setTimeout(() => failed(new Error('It took too long.')), TIMEOUT_MS);
      try {
        const { loaded, Provider } = await fetchPiece(id, attempt);
        if (!gone) setLoading({ step: 'ready', loaded, Provider });
      } catch (error) {
        reloadOnceIfChunkWasLost(error);
        failed(error);
      } finally {
        clearTimeout(timer);
      }
    };
    setLoading({ step: 'waiting' });
    const cancel = eager ? begin(start) : near === undefined ? whenIdle(start) : whenNear(near, start);
    return () => {
      gone = true;
      cancel();
    };
  }, [id, attempt, eager, near]);

  return loading;
}

const started = new Map<RemoteId, ReturnType<typeof fetchAnew>>();

/** A page that is one piece starts it as soon as its own code is there, before React has brought the page to life. */
export function startPiece(id: RemoteId): void {
  if (typeof window === 'undefined' || started.has(id)) return;
  const piece = fetchAnew(id, 0);
  piece.catch(() => undefined); // told where the piece is mounted
  started.set(id, piece);
}

function fetchPiece(id: RemoteId, attempt: number) {
  const underWay = started.get(id);
  started.delete(id);
  return (attempt === 0 && underWay) || fetchAnew(id, attempt);
}

async function fetchAnew(id: RemoteId, attempt: number) {
  const runtime = await import('@souk/federation/runtime');
  await turn(); // it brings the store and the API, which is a task by itself
  return { loaded: await runtime.load(id, attempt), Provider: runtime.SoukProvider };
}

function begin(start: () => Promise<void>): () => void {
  void start();
  return () => undefined;
}

function whenIdle(start: () => Promise<void>): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(() => void start(), { timeout: 1_500 });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(() => void start(), 200); // Safari
  return () => clearTimeout(timer);
}

/** Half a screen before it is seen; what is nowhere comes near nobody. */
function whenNear(selector: string, start: () => Promise<void>): () => void {
  if (typeof IntersectionObserver !== 'function') return whenIdle(start);
  let cancel = () => observer.disconnect();
  const observer = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      cancel = whenIdle(start);
    },
    { rootMargin: '50% 0px' },
  );
  const place = document.querySelector(selector);
  if (place) observer.observe(place);
  return () => cancel();
}

/** After a release an open page may ask for a chunk that is no longer served: a fresh page has the new names. */
export function reloadOnceIfChunkWasLost(error: unknown): void {
  const lost = error instanceof Error && (error.name === 'ChunkLoadError' || /Loading (CSS )?chunk/.test(error.message));
  if (!lost || !navigator.onLine) return;
  const key = 'souk-reloaded';
  if (Date.now() - Number(tabKept.read(key) ?? 0) < 60_000) return;
  // Where nothing can be kept, a reload could repeat for ever.
  if (tabKept.write(key, String(Date.now()))) location.reload();
}
