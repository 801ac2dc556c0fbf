import { afterEach, expect, test, vi } from 'vitest';
import { localKept, readJson, tabKept, writeJson } from './storage';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
});

/** A storage that behaves as Safari's does when it is full, or Chrome's when cookies are blocked. */
function broken(): Storage {
  const refuse = () => {
    throw new DOMException('no', 'QuotaExceededError');
  };
  return { getItem: refuse, setItem: refuse, removeItem: refuse, clear: refuse, key: refuse, length: 0 };
}

test('what is kept is read again, by its own storage only', () => {
  expect(writeJson(localKept, 'a', { b: 1 })).toBe(true);

  expect(readJson(localKept, 'a')).toEqual({ b: 1 });
  expect(readJson(tabKept, 'a')).toBeUndefined();
  localKept.remove('a');
  expect(localKept.read('a')).toBeNull();
});

test('a storage that throws at every call is as good as an empty one', () => {
  vi.stubGlobal('localStorage', broken());

  expect(localKept.write('a', 'b')).toBe(false);
  expect(localKept.read('a')).toBeNull();
  expect(() => localKept.remove('a')).not.toThrow();
});

test('a page without any storage works', () => {
  vi.stubGlobal('sessionStorage', undefined);

  expect(tabKept.write('a', 'b')).toBe(false);
  expect(tabKept.read('a')).toBeNull();
});

test('what others wrote is no JSON of ours', () => {
  localStorage.setItem('a', '{"half":');

  expect(readJson(localKept, 'a')).toBeUndefined();
});
