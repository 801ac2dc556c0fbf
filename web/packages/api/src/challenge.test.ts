import { expect, test } from 'vitest';
import { challengeOf } from './challenge';

test('a question is answered here, one of the provider on its own page', () => {
  expect(challengeOf({ kind: 'confirm', prompt: 'Is it you?' })).toEqual({ kind: 'confirm', prompt: 'Is it you?' });
  expect(challengeOf({ kind: 'redirect', prompt: 'Go on.', url: 'https://bank.example/3ds' })).toMatchObject({ url: 'https://bank.example/3ds' });
});

test.each([
  { kind: 'redirect', prompt: '', url: null },
  { kind: 'redirect', prompt: '', url: 'javascript:alert(1)' },
  { kind: 'client_secret', prompt: '', client_secret: 'x' },
] as const)('what no page here can put to the shopper is said to be so: %j', (view) => {
  expect(challengeOf(view).kind).toBe('unsupported');
});
