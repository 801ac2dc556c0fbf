import type { ErrorCode } from './generated/codes';
import { t } from './messages';

/** What services refuse with, what pages themselves say, and an answer without a code: match on these. */
export type Code = ErrorCode | 'unreachable' | 'timeout' | 'order-failed' | `http-${number}`;

/** The one shape every failed call has: what happened, what to do, and the facts behind it. */
export interface ApiError {
  status: number;
  code: Code;
  cause: string;
  fix: string;
  facts: Readonly<Record<string, unknown>>;
  fields: readonly { field: string; cause: string }[];
}

/** Thrown by what talks to services; RTK Query carries its `problem` (plain, so it can live in the store). */
export class CallFailed extends Error {
  readonly problem: ApiError;

  constructor(problem: ApiError) {
    super(`${problem.code}: ${problem.cause}`);
    this.name = 'CallFailed';
    this.problem = problem;
  }
}

/** The caller gave up: nothing failed, and nothing is to be said. */
export class CallCancelled extends Error {
  constructor() {
    super('The caller gave up.');
    this.name = 'CallCancelled';
  }
}

export function isApiError(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && 'cause' in value && 'fix' in value && 'status' in value;
}

/** Any failure as `{cause, fix}`, ready to be shown. */
export function toMessage(error: unknown): { cause: string; fix: string } {
  if (error instanceof CallFailed) return error.problem;
  if (isApiError(error)) return error;
  return unreachable();
}

/** Status 0: no answer came, so nobody knows whether the call was carried out. */
export function unreachable(): ApiError {
  return { ...silence, code: 'unreachable', ...words('unreachable') };
}

export function timedOut(): ApiError {
  return { ...silence, code: 'timeout', ...words('timeout') };
}

/** For failures that no service put into words. */
function words(what: 'unreachable' | 'timeout' | 'broken' | 'refused') {
  return { cause: t(what), fix: t(`${what}-fix`) };
}

const silence = { status: 0, facts: {}, fields: [] } as const;

/** Read a problem+json answer; anything else (a proxy's HTML page) becomes a plain message. */
export function problemOf(status: number, body: unknown): ApiError {
  const problem = isRecord(body) ? body : {};
  const otherwise = words(status >= 500 ? 'broken' : 'refused');
  return {
    status,
    code: codeOf(problem['type']) ?? `http-${status}`,
    cause: text(problem['cause']) ?? otherwise.cause,
    fix: text(problem['fix']) ?? otherwise.fix,
    facts: isRecord(problem['facts']) ? problem['facts'] : {},
    fields: Array.isArray(problem['errors']) ? problem['errors'].flatMap(fieldOf) : [],
  };
}

/** A newer service may say a code that is not known here yet: it matches nothing, and its words are shown. */
function codeOf(type: unknown): Code | undefined {
  return text(type)?.replace('urn:souk:', '') as Code | undefined;
}

function fieldOf(entry: unknown): { field: string; cause: string }[] {
  if (!isRecord(entry)) return [];
  const field = text(entry['field']);
  const cause = text(entry['cause']);
  return field === undefined || cause === undefined ? [] : [{ field, cause }];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
