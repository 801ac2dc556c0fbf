import { SESSION_COOKIE } from '@souk/api/names';
import { beforeEach, expect, test, vi } from 'vitest';
import { emit, on } from './signals';
import { watchPeople } from './people';

const forget = vi.fn();
const startAnew = vi.fn();
let said: string[] = [];

watchPeople({ forget, startAnew });
for (const fact of ['auth:signed-in', 'auth:signed-out'] as const) on(fact, () => said.push(fact));

beforeEach(() => {
  document.cookie = `${SESSION_COOKIE}=one`;
  emit('auth:signed-in', null);
  localStorage.clear();
  forget.mockClear();
  startAnew.mockClear();
  said = [];
});

const otherTabSays = (fact: string) => dispatchEvent(new StorageEvent('storage', { key: 'souk-people', newValue: `${fact} 1` }));
const signOut = () => void (document.cookie = `${SESSION_COOKIE}=; max-age=0`);
const isLeft = () => dispatchEvent(new Event('pagehide'));
const isRestored = () => dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));

test('signing out forgets the person here, and the other tabs are told', () => {
  emit('auth:signed-out', null);

  expect(forget).toHaveBeenCalledOnce();
  expect(localStorage.getItem('souk-people')).toMatch(/^auth:signed-out /);
});

test.each(['auth:signed-out', 'auth:signed-in'])('%s in another tab forgets the person here, and is not told on', (fact) => {
  otherTabSays(fact);

  expect(forget).toHaveBeenCalledOnce();
  expect(said).toEqual([fact]);
  expect(localStorage.getItem('souk-people')).toBeNull();
});

test.each(['visibilitychange', 'prerenderingchange'])('a page that %s meets signed out forgets the person, once', (event) => {
  signOut();

  document.dispatchEvent(new Event(event));
  document.dispatchEvent(new Event(event));

  expect(forget).toHaveBeenCalledOnce();
  expect(said).toEqual(['auth:signed-out']);
});

test('a page that comes back as it was, to the same person, goes on', () => {
  isLeft();

  isRestored();

  expect(startAnew).not.toHaveBeenCalled();
});

test.each([
  ['nobody', signOut],
  ['somebody else', () => void (document.cookie = `${SESSION_COOKIE}=another`)],
])('a page that "back" restores to %s starts anew', (_who, change) => {
  isLeft();
  change();
  document.dispatchEvent(new Event('visibilitychange')); // browsers fire it before the other one

  isRestored();

  expect(startAnew).toHaveBeenCalledOnce();
});
