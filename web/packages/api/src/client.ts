import { keepActs } from './acts';
import type { Call } from './call';
import { deviceInfo, traceParent } from './device';
import { CallCancelled, CallFailed, problemOf, timedOut, unreachable, type Code } from './errors';
import { DEVICE_HEADER, IDEMPOTENCY_HEADER, TRACE_HEADER, VISITOR_COOKIE } from './generated/names';
import { exchange, type Exchange } from './http';
import { cookie, identity, identityMayHaveChanged, sessionMark } from './identity';
import { language } from './language';
import { endpoint, queryString } from './paths';
import { choosePortal, way, type Portal } from './portal';
import { translated } from './refusals';
import { alone, keepSession } from './session';
import { tabKept } from './storage';
import { keepUnsent } from './unsent';

let whenSignedOut: () => void = () => undefined;

export function configureApi(settings: { portal?: Portal; onSignedOut?: () => void }): void {
  if (settings.portal) choosePortal(settings.portal);
  whenSignedOut = settings.onSignedOut ?? whenSignedOut;
}

const session = keepSession({
  mark: sessionMark,
  alone: (work) => alone('souk-refresh', work),
  refresh: async () => {
    await attempt(way.refresh());
    identityMayHaveChanged();
  },
});
const acts = keepActs(tabKept);
let makingGuest: Promise<void> | undefined;

/** Call a service; rejects with CallFailed, or with CallCancelled once `signal` is aborted. */
export async function send<T>(call: Call): Promise<T> {
  if (call.shopper) await orCancelled(ensureShopper(call), call.signal);
  if (!call.act) return sendRenewing<T>(call);
  const fingerprint = `${call.method ?? 'GET'} ${call.url} ${JSON.stringify(call.body ?? null)}`;
  const key = acts.begin(call.act, fingerprint);
  try {
    const answer = await sendRenewing<T>({ ...call, headers: { ...call.headers, [IDEMPOTENCY_HEADER]: key } });
    acts.end(fingerprint, key, true);
    return answer;
  } catch (error) {
    acts.end(fingerprint, key, isFinal(error));
    throw error;
  }
}

/** Of the statuses only what a gateway says too, without any code: 5xx, 429 and silence leave the outcome open. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof CallFailed)) return false;
  const { status, code } = error.problem;
  return status >= 400 && status < 500 && status !== 429 && !LEAVES_OPEN.has(code);
}

/** Nobody is known by the tokens that were sent: a renewal may bring others. */
const WANTS_RENEWAL: ReadonlySet<Code> = new Set(['token-expired', 'token-invalid', 'sign-in-needed', 'guest-needed']);
const SIGNED_OUT: Code = 'session-over';
/** The first call may still be under way, or none was carried out because nobody was known (also to a proxy). */
const LEAVES_OPEN: ReadonlySet<Code> = new Set([...WANTS_RENEWAL, SIGNED_OUT, 'still-running', 'http-401']);

async function sendRenewing<T>(call: Call): Promise<T> {
  const mark = sessionMark();
  try {
    return await attempt<T>(call);
  } catch (error) {
    if (!(error instanceof CallFailed) || !WANTS_RENEWAL.has(error.problem.code)) throw error;
    if (mark !== undefined) await orCancelled(renew(mark), call.signal);
    else if (wantsNewGuest(call, error.problem.code)) await orCancelled(makeGuest(), call.signal);
    else throw error;
    return attempt<T>(call);
  }
}

/** A guest's cookie that the shop no longer takes: it is gone, or another shop on this host set it. */
function wantsNewGuest({ shopper = false }: Call, code: Code): boolean {
  return code === 'token-invalid' ? identity() === 'guest' : code === 'guest-needed' && (shopper || identity() === 'guest');
}

async function renew(mark: string): Promise<void> {
  try {
    await session.renew(mark);
  } catch (error) {
    if (error instanceof CallFailed && error.problem.code === SIGNED_OUT) {
      identityMayHaveChanged();
      whenSignedOut();
    }
    throw error;
  }
}

/** A renewal is for everybody and goes on; a caller who gave up waits for it no longer. */
function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const gaveUp = () => reject(new CallCancelled());
    signal.addEventListener('abort', gaveUp, { once: true });
    if (signal.aborted) gaveUp();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', gaveUp));
  });
}

async function ensureShopper(call: Call): Promise<void> {
  if (identity() !== 'nobody') return;
  const sent = keepUnsent(call);
  await makeGuest().finally(sent);
}

/** One guest for all tabs: the second tab finds the cookie of the first. */
function makeGuest(): Promise<void> {
  const before = cookie(VISITOR_COOKIE);
  makingGuest ??= alone('souk-guest', async () => {
    if (before === undefined && identity() !== 'nobody') return;
    await attempt({ url: endpoint('user', '/guests'), method: 'POST', body: {} });
    identityMayHaveChanged();
  }).finally(() => {
    makingGuest = undefined;
  });
  return makingGuest;
}

async function attempt<T>(call: Call): Promise<T> {
  const method = call.method ?? 'GET';
  const answer = await answerTo({
    url: location.origin + call.url + queryString(call.params ?? {}),
    method,
    headers: headersOf(call, method),
    body: method === 'GET' ? undefined : (call.file ?? JSON.stringify(call.body ?? {})),
    deadlineMs: (call.timeoutS ?? 10) * 1_000,
    repeatable: call.act !== undefined || ['GET', 'PUT', 'DELETE'].includes(method),
    signal: call.signal,
  });
  if (answer.status >= 400) throw new CallFailed(await translated(problemOf(answer.status, parsed(answer.text))));
  // The one cast at the edge: contracts/openapi is what both sides are tested against.
  return (answer.text === '' ? null : parsed(answer.text)) as T;
}

function headersOf(call: Call, method: string): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': language().locale, // what comes of the call by mail is written in it
    ...(method === 'GET' ? {} : { 'content-type': call.file?.type ?? 'application/json' }),
    [DEVICE_HEADER]: deviceInfo(),
    [TRACE_HEADER]: traceParent(),
    ...call.headers,
  };
}

async function answerTo(request: Exchange): Promise<{ status: number; text: string }> {
  try {
    const answer = await exchange(request);
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    if (request.signal?.aborted) throw new CallCancelled();
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    throw new CallFailed(late ? timedOut() : unreachable());
  }
}

/** JSON, or null for what is none, such as a proxy's HTML page. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
