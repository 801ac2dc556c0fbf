import { describe, expect, test } from 'vitest';
import { keepActs } from './acts';

function counting() {
  let last = 0;
  return () => `key ${++last}`;
}

describe('the key of an act', () => {
  test('stays the same for a double click', () => {
    const acts = keepActs(undefined, counting());

    expect(acts.begin('once', 'place order')).toBe(acts.begin('once', 'place order'));
  });

  test('stays the same after silence, and changes after an answer', () => {
    const acts = keepActs(undefined, counting());
    const first = acts.begin('once', 'place order');

    acts.end('place order', first, false);
    expect(acts.begin('once', 'place order')).toBe(first);
    acts.end('place order', first, true);

    expect(acts.begin('once', 'place order')).not.toBe(first);
  });

  test('outlives a reload of the tab', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const first = keepActs(storage, counting()).begin('once', 'place order');

    expect(keepActs(storage, () => 'another').begin('once', 'place order')).toBe(first);
  });

  test('differs for two additions on purpose, but not for one that stayed without an answer', () => {
    const acts = keepActs(undefined, counting());
    const first = acts.begin('each', 'add mug');
    const second = acts.begin('each', 'add mug');
    expect(second).not.toBe(first);

    acts.end('add mug', second, false);

    expect(acts.begin('each', 'add mug')).toBe(second);
  });
});
