import { rememberViewed } from '@souk/store/recently-viewed';
import { emit } from '@souk/store/signals';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecentlyViewed } from './RecentlyViewed';

beforeEach(() => {
  localStorage.clear();
  for (const handle of ['mug', 'lamp']) rememberViewed({ handle, title: `A ${handle}`, image: null });
});

afterEach(cleanup);

test('what was looked at is shown, but not the product of this page', () => {
  render(<RecentlyViewed except="mug" />);

  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['A lamp']);
});

test('nothing of it stays on a page that is open when somebody signs out', () => {
  const { container } = render(<RecentlyViewed />);
  expect(screen.getAllByRole('link')).toHaveLength(2);

  act(() => emit('auth:signed-out', null));

  expect(container.innerHTML).toBe('');
});
