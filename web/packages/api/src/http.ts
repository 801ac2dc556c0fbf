export interface Exchange {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Blob | undefined;
  /** For the whole exchange, retries and reading included. */
  deadlineMs: number;
  /** Carrying it out twice is the same as once: a read, a PUT, or a call with its key. */
  repeatable: boolean;
  /** The caller's: it ends the exchange at once, also between two attempts. */
  signal?: AbortSignal | undefined;
}

const RETRIES = 2;
const PAUSE_MS = 300;
// By status and not by code: these come from the gateway too, and a retry must not read the body to decide.
const PASSING = new Set([502, 503, 504]);
/** The least that browsers keep for pages that are left is 64 KB, for all that is under way. */
const KEPT_ALIVE = 4_000;
const BUSY = new Set([429, 503]); // these may say when to come again

/** fetch with a deadline, and bounded retries of what may be repeated. */
export async function exchange({ url, deadlineMs, repeatable, signal, ...init }: Exchange): Promise<Response> {
  const endsAt = Date.now() + deadlineMs;
  const deadline = AbortSignal.timeout(deadlineMs);
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
  // What was pressed happens, also where the page is left before it is answered.
  const keepalive = typeof init.body === 'string' && init.body.length < KEPT_ALIVE;
  for (let attempt = 0; ; attempt += 1) {
    const last = !repeatable || attempt === RETRIES;
    let pause = backOff(attempt);
    try {
      const answer = await fetch(new Request(url, { ...init, credentials: 'same-origin', keepalive, signal: stop }));
      const wanted = pauseAfter(answer, pause);
      if (last || wanted === undefined || Date.now() + wanted >= endsAt) return answer;
      pause = wanted;
    } catch (error) {
      if (last || stop.aborted) throw stop.aborted ? stop.reason : error;
    }
    await rest(pause, stop);
  }
}

/** Each attempt waits twice as long, give or take a half: those that failed together do not come again together. */
function backOff(attempt: number): number {
  return PAUSE_MS * 2 ** attempt * (0.5 + Math.random());
}

/** How long to wait before asking again; undefined for an answer that will not change. */
function pauseAfter(answer: Response, otherwise: number): number | undefined {
  const wanted = BUSY.has(answer.status) ? retryAfter(answer.headers.get('retry-after')) : undefined;
  if (wanted !== undefined) return wanted + Math.random() * PAUSE_MS;
  return PASSING.has(answer.status) ? otherwise : undefined;
}

/** Seconds, or a date; in milliseconds from now. */
function retryAfter(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Rejects with the signal's reason as soon as it is aborted. */
function rest(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = () => {
      clearTimeout(timer);
      reject(stop.reason);
    };
    const timer = setTimeout(() => {
      stop.removeEventListener('abort', ended);
      resolve();
    }, ms);
    stop.addEventListener('abort', ended, { once: true });
    if (stop.aborted) ended();
  });
}
