import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { ThemeSwitch } from './ThemeSwitch';

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.restoreAllMocks();
});

test.each([
  [false, ['dark', 'light', undefined]],
  [true, ['light', 'dark', undefined]],
] as const)('each turn says where one is and where it leads; the first is always seen (system dark: %s)', async (dark, shown) => {
  vi.spyOn(window, 'matchMedia').mockImplementation((query) => ({ matches: dark, media: query }) as MediaQueryList);
  render(<ThemeSwitch />);
  const button = screen.getByRole('button', { name: /^Colours: system. Switch to / });

  for (const theme of shown) {
    await userEvent.click(button);

    expect(document.documentElement.dataset['theme']).toBe(theme);
  }
  expect(button.title).toBe(button.getAttribute('aria-label'));
});

test('a choice made in another tab shows here', async () => {
  render(<ThemeSwitch />);
  localStorage.setItem('souk-theme', 'dark');

  window.dispatchEvent(new StorageEvent('storage'));

  expect(await screen.findByRole('button', { name: /^Colours: dark/ })).toBeDefined();
});
