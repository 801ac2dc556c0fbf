import { toast } from '@souk/store/signals';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Toasts } from './Toasts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const HOUR_MS = 3_600_000;
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));
const say = (...words: Parameters<typeof toast>) => act(() => toast(...words));
const undo = { action: { label: 'Undo', run: () => undefined } };

test('a message goes by itself', () => {
  render(<Toasts />);
  say('Saved.');
  expect(screen.getByText('Saved.')).toBeDefined();

  pass(HOUR_MS);

  expect(screen.queryByText('Saved.')).toBeNull();
});

test('a message waits for as long as the pointer is on it', () => {
  render(<Toasts />);
  say('Removed.', undo);

  fireEvent.pointerEnter(screen.getByRole('status'));
  pass(HOUR_MS);
  expect(screen.getByText('Removed.')).toBeDefined();
  fireEvent.pointerLeave(screen.getByRole('status'));
  pass(HOUR_MS);

  expect(screen.queryByText('Removed.')).toBeNull();
});

test('Alt+T leads to the newest message, which then waits, and Escape back to where one was', () => {
  render(
    <>
      <button>Add to bag</button>
      <Toasts />
    </>,
  );
  screen.getByRole('button', { name: 'Add to bag' }).focus();
  say('Saved.');
  say('Removed.', undo);

  fireEvent.keyDown(window, { altKey: true, code: 'KeyT' });
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' }));
  pass(HOUR_MS);
  expect(screen.getByText('Removed.')).toBeDefined();
  fireEvent.keyDown(screen.getByRole('button', { name: 'Undo' }), { key: 'Escape' });

  expect(screen.queryByText('Removed.')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add to bag' }));
});
