import { describe, expect, test } from 'vitest';
import { keepSession } from './session';

/** A browser with one session mark; `refresh` answers when the test says so. */
function aBrowser() {
  const state = { mark: 'one' as string | undefined, refreshes: 0 };
  let finish: (error?: Error) => void = () => undefined;
  let turn = Promise.resolve();
  const session = keepSession({
    mark: () => state.mark,
    alone: (work) => (turn = turn.then(work, work)),
    refresh: () => {
      state.refreshes += 1;
      return new Promise<void>((resolve, reject) => {
        finish = (error) => (error ? reject(error) : ((state.mark = `mark ${state.refreshes}`), resolve()));
      });
    },
  });
  return { state, session, answer: (error?: Error) => new Promise((done) => setTimeout(() => done(finish(error)))) };
}

describe('a session', () => {
  test('is renewed once for any number of failed calls', async () => {
    const { state, session, answer } = aBrowser();

    const calls = Array.from({ length: 20 }, () => session.renew('one'));
    await answer();
    await Promise.all(calls);

    expect(state.refreshes).toBe(1);
  });

  test('that cannot be renewed rejects every waiting call, and the next failure tries again', async () => {
    const { state, session, answer } = aBrowser();

    const calls = Array.from({ length: 5 }, () => session.renew('one').catch((error: Error) => error.message));
    await answer(new Error('signed out'));

    expect(await Promise.all(calls)).toEqual(Array(5).fill('signed out'));
    const again = session.renew('one');
    await answer();
    await again;
    expect(state.refreshes).toBe(2);
  });

  test('that another tab has renewed is only used again', async () => {
    const { state, session } = aBrowser();
    state.mark = 'renewed by another tab';

    await session.renew('one');

    expect(state.refreshes).toBe(0);
  });

  test('that another tab renews while this one waits for its turn is only used again', async () => {
    const state = { mark: 'one', refreshes: 0 };
    const session = keepSession({
      mark: () => state.mark,
      alone: async (work) => {
        state.mark = 'renewed by the tab before'; // it held the lock until now
        await work();
      },
      refresh: async () => void (state.refreshes += 1),
    });

    await session.renew('one');

    expect(state.refreshes).toBe(0);
  });
});
