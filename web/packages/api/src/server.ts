import { CallFailed, problemOf, timedOut, unreachable } from './errors';
import { publicUrl } from './generated/system';
import { endpoint, queryString, type Query, type ServiceName } from './paths';
import { callService, TookTooLong, type Answer } from './server-call';

/** A rendered page waits no longer than this for a service; then it shows what it has. */
const DEADLINE_MS = 3_000;

/** Ask a service while rendering on the server: internal address, no cookies, no cache. Rejects with CallFailed. */
export async function ask<T>(service: ServiceName, path: string, params: Query = {}): Promise<T> {
  const { status, body } = await answerOf(addressOf(service, path) + queryString(params));
  if (status < 200 || status > 299) throw new CallFailed(problemOf(status, body));
  return body as T; // the one cast at the edge, as in client.ts
}

/** The answer, or its problem as a value: a page part that failed is shown beside those that did not. */
export async function askOr<T>(service: ServiceName, path: string, params?: Query): Promise<Asked<T>> {
  try {
    return { data: await ask<T>(service, path, params) };
  } catch (error) {
    return { problem: error instanceof CallFailed ? error.problem : unreachable() };
  }
}

export type Asked<T> = { data: T; problem?: never } | { problem: CallFailed['problem']; data?: never };

async function answerOf(url: string): Promise<Answer> {
  try {
    return await callService(url, DEADLINE_MS);
  } catch (error) {
    throw new CallFailed(error instanceof TookTooLong ? timedOut() : unreachable());
  }
}

let internal: Readonly<Record<string, string>> | undefined;

function addressOf(service: ServiceName, path: string): string {
  internal ??= JSON.parse(process.env['SOUK_INTERNAL_URLS'] ?? '{}') as Record<string, string>;
  const direct = internal[service];
  if (direct) return `${direct}/api/v1${path}`;
  return publicOrigin() + endpoint(service, path);
}

/** The shop's own address. Absolute addresses come from here, never from a request's Host. */
export function publicOrigin(): string {
  return (process.env['SOUK_PUBLIC_URL'] ?? publicUrl).replace(/\/$/, '');
}
