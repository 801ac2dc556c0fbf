import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exchange, type Exchange } from './http';

const read: Exchange = { url: 'http://shop/x', method: 'GET', headers: {}, deadlineMs: 5_000, repeatable: true };
let answers: (number | Error)[];
let asked: number;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  vi.stubGlobal('fetch', async () => {
    const answer = answers[asked++];
    if (answer instanceof Error) throw answer;
    return new Response('', { status: answer ?? 200 });
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

test('a read outlives a restart of what answers it', async () => {
  answers = [502, new TypeError('refused'), 200];

  expect(await outcome(read)).toBe(200);
});

test('a read is given up after two retries', async () => {
  answers = [503, 503, 503, 200];

  expect(await outcome(read)).toBe(503);
  expect(asked).toBe(3);
});

test('a refusal is an answer, not a reason to ask again', async () => {
  answers = [409, 200];

  expect(await outcome(read)).toBe(409);
});

test('what must not happen twice is sent once', async () => {
  answers = [new TypeError('cut off'), 200];

  expect(await outcome({ ...read, method: 'POST', repeatable: false })).toBe('cut off');
  expect(asked).toBe(1);
});

test('a caller who has gone is not retried for', async () => {
  answers = [new TypeError('aborted'), 200];

  const outcomeOf = await outcome({ ...read, signal: AbortSignal.abort(new Error('gone')) });

  expect(outcomeOf).toBe('gone');
  expect(asked).toBe(1);
});
