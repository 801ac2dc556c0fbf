import { afterEach, expect, test } from 'vitest';
import { problemOf } from './errors';
import { translated } from './refusals';

const said = { type: 'urn:souk:out-of-stock', cause: 'Only 2 of MUG left, 3 wanted.', fix: 'Lower the quantity to 2.', facts: { left: 2 } };

afterEach(() => document.documentElement.removeAttribute('lang'));

test('in the language of the shop a refusal is said in the words of its service', async () => {
  expect(await translated(problemOf(409, said))).toMatchObject({ cause: said.cause, fix: said.fix });
});

test('in another language it is said by its code, and keeps its facts', async () => {
  document.documentElement.lang = 'ar';

  expect(await translated(problemOf(409, said))).toMatchObject({
    code: 'out-of-stock',
    cause: 'لا تتوفر هذه الكمية.',
    fix: 'قلّل الكمية أو أزله.',
    facts: { left: 2 },
  });
});

test('a code that a language does not know yet is said as the service says it', async () => {
  document.documentElement.lang = 'ar';

  expect(await translated(problemOf(409, { ...said, type: 'urn:souk:of-a-later-release' }))).toMatchObject({ cause: said.cause });
});
