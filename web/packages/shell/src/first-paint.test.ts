import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESSION_COOKIE } from '@souk/api/names';
import { emit } from '@souk/store/signals';
import { chooseTheme } from '@souk/store/theme';
import { afterEach, expect, test, vi } from 'vitest';

const source = readFileSync(join(import.meta.dirname, 'first-paint.js'), 'utf8');
const page = document.documentElement.dataset;
const run = () => {
  // As the browser does it: no module, no bundler.
  new Function(source)();
};
const signedIn = (mark: string) => {
  document.cookie = `${SESSION_COOKIE}=${mark}; path=/`;
};

afterEach(() => {
  document.cookie = `${SESSION_COOKIE}=; path=/; max-age=0`;
  localStorage.clear();
  run();
});

test('it holds the first paint back for no more than one kilobyte', () => {
  expect(source.length).toBeLessThanOrEqual(1024);
});

test('a page for everybody knows before it is seen who is signed in, and when that ends', () => {
  run();
  expect(page['signedIn']).toBeUndefined();

  signedIn('abc');
  emit('auth:signed-in', null);
  expect(page['signedIn']).toBe('');

  document.cookie = `${SESSION_COOKIE}=; path=/; max-age=0`;
  emit('auth:signed-out', null);
  expect(page['signedIn']).toBeUndefined();
});

test('a press on what stands in for a piece is marked until the piece is there', () => {
  document.body.innerHTML = '<button data-early><span>Add to bag</span></button><button>Close</button>';
  run();

  for (const pressed of document.querySelectorAll<HTMLElement>('span, button:last-child')) pressed.click();

  expect([...document.querySelectorAll('[aria-busy=true]')].map((button) => button.textContent)).toEqual(['Add to bag']);
});

test('a form whose button was pressed early is not sent by the browser, which would leave the page', () => {
  document.body.innerHTML = '<form><input name="pincode"><button data-early>Check</button></form>';
  const sent = vi.fn((event: Event) => event.preventDefault());
  document.querySelector('form')?.addEventListener('submit', sent);
  run();

  document.querySelector('button')?.click();

  expect(sent).not.toHaveBeenCalled();
});

test('it shows the theme that was chosen with the switch', () => {
  chooseTheme('dark');
  delete page['theme'];

  run();

  expect(page['theme']).toBe('dark');
});

test('a view transition that the browser gave up is no error of the page, and another is', () => {
  run();
  const prevented = (reason: string) => {
    const event = Object.assign(new Event('unhandledrejection', { cancelable: true }), { reason: new Error(reason) });
    return !dispatchEvent(event);
  };

  expect(prevented('Transition was skipped')).toBe(true);
  expect(prevented('Transition was aborted because of invalid state. Page already revealed')).toBe(true);
  expect(prevented('no such article')).toBe(false);
});
