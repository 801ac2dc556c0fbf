export interface Exchange {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** For the whole exchange, retries and reading included. */
  deadlineMs: number;
  /** Carrying it out twice is the same as once: a read, a PUT, or a call with its key. */
  repeatable: boolean;
  signal?: AbortSignal | undefined;
}

const RETRIES = 2;
const PAUSE_MS = 300;
const PASSING = new Set([502, 503, 504]);

/** fetch with a deadline, and bounded retries of what may be repeated. */
export async function exchange({ url, deadlineMs, repeatable, signal, ...init }: Exchange): Promise<Response> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
  for (let attempt = 0; ; attempt += 1) {
    const last = !repeatable || attempt === RETRIES;
    try {
      const answer = await fetch(new Request(url, { ...init, credentials: 'same-origin', signal: stop }));
      if (last || !PASSING.has(answer.status)) return answer;
    } catch (error) {
      if (last || stop.aborted) throw stop.aborted ? stop.reason : error;
    }
    await pause(PAUSE_MS * 2 ** attempt);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
