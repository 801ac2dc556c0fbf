import { beforeEach, expect, test } from 'vitest';
import { recentlyViewed, rememberViewed } from './recently-viewed';

beforeEach(() => localStorage.clear());

const product = (handle: string) => ({ handle, title: handle.toUpperCase(), image: null });

test('the newest comes first and each product once', () => {
  for (const handle of ['mug', 'lamp', 'mug']) rememberViewed(product(handle));

  expect(recentlyViewed().map(({ handle }) => handle)).toEqual(['mug', 'lamp']);
});

test('twelve are kept', () => {
  for (let at = 0; at < 20; at += 1) rememberViewed(product(`p${at}`));

  expect(recentlyViewed()).toHaveLength(12);
});

test.each(['not json', '{"a":1}', '[{"handle":1}]', '[{"handle":"a","title":"A","image":"x"}]'])('%s in the storage is ignored', (kept) => {
  localStorage.setItem('souk-viewed', kept);

  expect(recentlyViewed()).toEqual([]);
});
