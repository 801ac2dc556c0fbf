import { expect, it } from 'vitest';
import { pictureOf } from './picture';

it('shows the picture that a line kept', () => {
  const kept = { url: '/media/a.webp', alt: 'A mug', width: 400, height: 500, color: '#aabbcc', srcset: [{ url: '/media/b.webp', width: 200 }] };
  expect(pictureOf(kept)).toEqual(kept);
});

it('makes do with an address alone', () => {
  expect(pictureOf({ url: '/media/a.webp', srcset: [{ url: 3 }] })).toMatchObject({ width: 800, height: 1000, srcset: [] });
});

it('shows an empty frame for a line without one', () => {
  expect(pictureOf(null)).toBeNull();
  expect(pictureOf({ alt: 'nothing' })).toBeNull();
});
