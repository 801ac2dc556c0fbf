import { expect, test } from 'vitest';
import { translator } from './messages';

const t = translator('en-IN', {
  hello: 'Hello {name}',
  items: { one: '{count} item', other: '{count} items' },
});

test('values fill their places, numbers as the locale writes them', () => {
  expect(t('hello', { name: 'Asha' })).toBe('Hello Asha');
  expect(t('items', { count: 1 })).toBe('1 item');
  expect(t('items', { count: 250_000 })).toBe('2,50,000 items');
});

test('a place without its value stays visible, so that the mistake is seen', () => {
  expect(t('hello')).toBe('Hello {name}');
});
