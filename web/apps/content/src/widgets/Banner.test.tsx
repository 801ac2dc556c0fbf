import type { Banner as Shown } from '@souk/api/types/content';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { Banner } from './Banner';

const banners = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/content', () => ({ banners }));

afterEach(() => {
  cleanup();
  banners.mockReset();
});

function a(title: string, audience: Shown['audience']): Shown {
  return { id: title, title, text: null, action: { label: 'Look', href: '/products' }, tone: 'calm', audience, picture: null };
}

test('a banner says what its editors wrote, with one thing to do', async () => {
  banners.mockResolvedValue({ items: [a('Free delivery', 'everyone')] });

  render(<Banner slot="listing" />);

  expect(await screen.findByRole('complementary', { name: 'Free delivery' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Look' }).getAttribute('href')).toBe('/products');
  expect(banners).toHaveBeenCalledWith('listing');
});

test('a banner with a picture shows it beside the words, in the width and format that a browser takes', async () => {
  const sources = (kind: string) => [{ url: `/media/content/wall-400.${kind}`, width: 400 }];
  const picture = { id: 'p', url: '/media/content/wall-400.webp', alt: 'A wall', width: 400, height: 250, color: '#b8620a' };
  banners.mockResolvedValue({
    items: [{ ...a('Sale', 'everyone'), picture: { ...picture, srcset: sources('webp'), avif: sources('avif') } }],
  });

  const { container } = render(<Banner slot="home" />);

  expect((await screen.findByRole('img', { name: 'A wall' })).getAttribute('srcset')).toBe('/media/content/wall-400.webp 400w');
  expect(container.querySelector('source')?.getAttribute('srcset')).toBe('/media/content/wall-400.avif 400w');
});

test('where content does not answer there is no banner, and nothing is said', async () => {
  banners.mockRejectedValue(new Error('down'));

  const { container } = render(<Banner slot="listing" />);
  await vi.waitFor(() => expect(banners).toHaveBeenCalled());
  await Promise.resolve();

  expect(container.textContent).toBe('');
});

test('guests and who is signed in have banners of their own, both in the page', async () => {
  banners.mockResolvedValue({ items: [a('New here?', 'guests'), a('For all others', 'everyone')] });

  render(<Banner slot="home" />);
  const shown = await screen.findAllByRole('complementary');

  expect(shown.map(({ className }) => /guests/.test(className))).toEqual([true, false]);
  expect(shown.map(({ className }) => /signed-in/.test(className))).toEqual([false, true]);
});
