import { expect, test, vi } from 'vitest';
import { chosenTheme, openPanel, panelClosed, panelOpened, store } from './index';
import { emit, on, toast } from './signals';
import { chooseTheme, readTheme } from './theme-choice';

test('a chosen theme is kept, shown and known to everybody', () => {
  chooseTheme('dark');

  expect(readTheme()).toBe('dark');
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(chosenTheme(store.getState())).toBe('dark');
});

test('following the system leaves no mark on the page', () => {
  chooseTheme('dark');
  chooseTheme('system');

  expect(document.documentElement.hasAttribute('data-theme')).toBe(false);
});

test('one panel is open at a time', () => {
  store.dispatch(panelOpened('bag'));
  store.dispatch(panelOpened('filters'));
  expect(openPanel(store.getState())).toBe('filters');

  store.dispatch(panelClosed());

  expect(openPanel(store.getState())).toBeNull();
});

test('nothing of the last person stays after signing out', () => {
  const resets = vi.spyOn(store, 'dispatch');

  emit('auth:signed-out', null);

  expect(resets).toHaveBeenCalledWith(expect.objectContaining({ type: 'api/resetApiState' }));
});

test('a signal reaches who listens, until they stop', () => {
  const heard = vi.fn();
  const stop = on('shell:toast-wanted', heard);
  toast('Added', { tone: 'good' });
  stop();
  toast('Not heard');

  expect(heard.mock.calls).toEqual([[{ text: 'Added', tone: 'good' }]]);
});
