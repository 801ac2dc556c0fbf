import { DRAFTS } from '@souk/api/storage';
import { expect, test, vi } from 'vitest';
import { emit, on, toast } from './signals';
import { store } from './index';
import { recentlyViewed, rememberViewed } from './recently-viewed';
import { chooseTheme, readTheme } from './theme-choice';

test('a chosen theme is kept and shown', () => {
  chooseTheme('dark');

  expect(readTheme()).toBe('dark');
  expect(document.documentElement.dataset['theme']).toBe('dark');
});

test('following the system leaves no mark on the page', () => {
  chooseTheme('dark');
  chooseTheme('system');

  expect(document.documentElement.hasAttribute('data-theme')).toBe(false);
});

test('nothing of the last person stays after signing out', () => {
  const resets = vi.spyOn(store, 'dispatch');

  emit('auth:signed-out', null);

  expect(resets).toHaveBeenCalledWith(expect.objectContaining({ type: 'api/resetApiState' }));
});

test('what was looked at is forgotten by signing out, and kept by signing in', () => {
  rememberViewed({ handle: 'mug', title: 'Mug', image: null });

  emit('auth:signed-in', null);
  expect(recentlyViewed()).toHaveLength(1);
  emit('auth:signed-out', null);

  expect(recentlyViewed()).toEqual([]);
});

test('what somebody was typing in this tab is forgotten by signing out, and nothing else', () => {
  sessionStorage.setItem(`${DRAFTS}checkout`, '{}');
  sessionStorage.setItem('souk-reloaded', '1');

  emit('auth:signed-out', null);

  expect(Object.keys(sessionStorage)).toEqual(['souk-reloaded']);
});

test('a signal reaches who listens, until they stop', () => {
  const listener = vi.fn();
  const stop = on('shell:toast-wanted', listener);
  toast('Added', { tone: 'good' });
  stop();
  toast('Said to nobody');

  expect(listener.mock.calls).toEqual([[{ text: 'Added', tone: 'good' }]]);
});
