import { describe, expect, test } from 'vitest';
import { keepActs } from './acts';
import type { Kept } from './storage';

function counting() {
  let last = 0;
  return () => `key ${++last}`;
}

/** A tab's storage. */
function aTab(): Kept {
  const kept = new Map<string, string>();
  return {
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => kept.set(key, value).has(key),
    remove: (key) => void kept.delete(key),
  };
}

const full: Kept = { read: () => null, write: () => false, remove: () => undefined };

describe('the key of an act', () => {
  test('stays the same for a double click', () => {
    const acts = keepActs(aTab(), counting());

    expect(acts.begin('once', 'place order')).toBe(acts.begin('once', 'place order'));
  });

  test('stays the same after silence, and changes after an answer', () => {
    const acts = keepActs(aTab(), counting());
    const first = acts.begin('once', 'place order');

    acts.end('place order', first, false);
    expect(acts.begin('once', 'place order')).toBe(first);
    acts.end('place order', first, true);

    expect(acts.begin('once', 'place order')).not.toBe(first);
  });

  test('outlives a reload of the tab', () => {
    const tab = aTab();
    const first = keepActs(tab, counting()).begin('once', 'place order');

    expect(keepActs(tab, () => 'another').begin('once', 'place order')).toBe(first);
  });

  test('stays the same where the storage is full, for as long as the page', () => {
    const acts = keepActs(full, counting());

    expect(acts.begin('once', 'place order')).toBe(acts.begin('once', 'place order'));
  });

  test('differs for two additions on purpose, but not for one that stayed without an answer', () => {
    const acts = keepActs(aTab(), counting());
    const first = acts.begin('each', 'add mug');
    const second = acts.begin('each', 'add mug');
    expect(second).not.toBe(first);

    acts.end('add mug', second, false);

    expect(acts.begin('each', 'add mug')).toBe(second);
  });
});
