import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exchange, type Exchange } from './http';

const read: Exchange = { url: 'http://shop/x', method: 'GET', headers: {}, deadlineMs: 5_000, repeatable: true };
type Answer = number | Error | [status: number, retryAfter: string];
let answers: Answer[];
let asked: number[];
let keptAlive: boolean[];
let began: number;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  keptAlive = [];
  began = Date.now();
  vi.stubGlobal('Request', class extends Request {
    override keepalive: boolean; // which happy-dom leaves out
    constructor(url: string, init: RequestInit) {
      super(url, init);
      this.keepalive = init.keepalive ?? false;
    }
  });
  vi.stubGlobal('fetch', async ({ keepalive }: Request) => {
    keptAlive.push(keepalive);
    const answer = answers[asked.length] ?? 200;
    asked.push(Date.now() - began);
    if (answer instanceof Error) throw answer;
    const [status, retryAfter] = typeof answer === 'number' ? [answer] : answer;
    return new Response('', { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function outcome(request: Exchange): Promise<number | string> {
  const done = exchange(request).then(
    ({ status }) => status,
    (error: Error) => error.message,
  );
  await vi.runAllTimersAsync();
  return done;
}

test.each([
  ['what was pressed', { ...read, method: 'PUT', body: '{}' }, true],
  ['a read', read, false],
  ['a large text', { ...read, method: 'PUT', body: 'long '.repeat(2_000) }, false],
  ['a file', { ...read, method: 'POST', body: new Blob(['a picture']) }, false],
])('whether %s outlives its page', async (_, request, expected) => {
  answers = [];

  await outcome(request);

  expect(keptAlive).toEqual([expected]);
});

test('a read outlives a restart of what answers it', async () => {
  answers = [502, new TypeError('refused'), 200];

  expect(await outcome(read)).toBe(200);
});

test('a read is given up after two retries', async () => {
  answers = [503, 503, 503, 200];

  expect(await outcome(read)).toBe(503);
  expect(asked).toHaveLength(3);
});

test('a refusal is an answer, not a reason to ask again', async () => {
  answers = [409, 200];

  expect(await outcome(read)).toBe(409);
});

test('what must not happen twice is sent once', async () => {
  answers = [new TypeError('cut off'), 200];

  expect(await outcome({ ...read, method: 'POST', repeatable: false })).toBe('cut off');
  expect(asked).toHaveLength(1);
});

test('pages that failed together do not ask again together', async () => {
  const pauses = new Set<number | undefined>();
  for (let page = 0; page < 10; page += 1) {
    answers = [503, 200];
    asked = [];
    began = Date.now();
    await outcome(read);
    pauses.add(asked[1]);
  }

  expect(pauses.size).toBeGreaterThan(1);
  for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(150);
  for (const pause of pauses) expect(pause).toBeLessThanOrEqual(450);
});

test.each([
  ['503 and seconds', [503, '2']],
  ['429 and seconds', [429, '2']],
  ['503 and a date', [503, 'date']],
] as const)('a service that says when to come again (%s) is not asked before', async (_name, [status, after]) => {
  answers = [[status, after === 'date' ? new Date(Date.now() + 3_000).toUTCString() : after], 200];

  expect(await outcome(read)).toBe(200);
  expect(asked[1]).toBeGreaterThanOrEqual(1_990);
});

test.each([
  ['later than the caller can wait', [503, '60']],
  ['429 that says no time', 429],
] as const)('an answer is taken as it is when asking again is of no use: %s', async (_name, answer) => {
  answers = [answer as Answer, 200];

  expect(await outcome(read)).toBe(typeof answer === 'number' ? answer : answer[0]);
  expect(asked).toHaveLength(1);
});

test('a caller who has gone is not retried for', async () => {
  answers = [new TypeError('aborted'), 200];

  const outcomeOf = await outcome({ ...read, signal: AbortSignal.abort(new Error('gone')) });

  expect(outcomeOf).toBe('gone');
  expect(asked).toHaveLength(1);
});

test('a caller who goes between two attempts is answered at once', async () => {
  answers = [[503, '4'], 200];
  const caller = new AbortController();
  const ended = exchange({ ...read, signal: caller.signal }).catch((error: Error) => [error.message, Date.now() - began]);

  await vi.advanceTimersByTimeAsync(1_000);
  caller.abort(new Error('gone'));

  expect(await ended).toEqual(['gone', 1_000]);
  await vi.runAllTimersAsync();
  expect(asked).toHaveLength(1);
});
