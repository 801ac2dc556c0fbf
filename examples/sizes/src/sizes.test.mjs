import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeFor } from './sizes.mjs';
import { WORDS } from './words.mjs';

test('the smallest size that a chest goes into is offered', () => {
  assert.deepEqual([80, 92, 92.5, 118, 119].map(sizeFor), ['S', 'S', 'M', 'XL', null]);
});

test('what is no chest has no size', () => {
  assert.deepEqual([0, 59.9, 201, NaN, undefined].map(sizeFor), [null, null, null, null, null]);
});

test('each language says the same things', () => {
  const said = Object.values(WORDS).map((words) => Object.keys(words).sort());

  for (const keys of said) assert.deepEqual(keys, said[0]);
});
