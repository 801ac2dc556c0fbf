import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeFor, wrongIn } from './fitting.mjs';

test('the smallest size that a chest goes into is offered', () => {
  assert.deepEqual([80, 92, 92.5, 118, 119].map(sizeFor), ['S', 'S', 'M', 'XL', null]);
});

test('what is no chest is named by its field', () => {
  for (const body of [null, [], {}, { chest_cm: '90' }, { chest_cm: 10 }, { chest_cm: Infinity }]) {
    assert.deepEqual(wrongIn(body).map((each) => each.field), ['chest_cm']);
  }
  assert.deepEqual(wrongIn({ chest_cm: 100 }), []);
});
