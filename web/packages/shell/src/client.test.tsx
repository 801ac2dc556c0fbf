import { cleanup } from '@testing-library/react';
import { useId, useState } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AsRendered } from './as-rendered';

const Counter = ({ from }: { from?: number }) => {
  const [count, setCount] = useState(from ?? 0);
  return (
    <button id={useId()} onClick={() => setCount(count + 1)}>
      {count}
    </button>
  );
};
const App = ({ Component, pageProps }: { Component: typeof Counter; pageProps: { from?: number } }) => (
  <main>
    <Component {...pageProps} />
  </main>
);

const errors = vi.fn();

beforeEach(() => {
  errors.mockReset();
  vi.resetModules();
  vi.spyOn(console, 'error').mockImplementation(errors);
  const html = renderToString(
    <AsRendered>
      <App Component={Counter} pageProps={{ from: 3 }} />
    </AsRendered>,
  );
  const data = JSON.stringify({ page: '/counter', props: { pageProps: { from: 3 } } });
  document.body.innerHTML = `<div id="__next">${html}</div><script id="__NEXT_DATA__" type="application/json">${data}</script>`;
});

afterEach(() => {
  cleanup();
  delete window.__NEXT_P;
  vi.restoreAllMocks();
});

const button = () => document.querySelector('button');
test('a page lives with the HTML that the server sent, whichever of its scripts comes first', async () => {
  const sent = button();
  window.__NEXT_P = [['/counter', () => ({ default: Counter })]];
  await import('./client');
  window.__NEXT_P.push(['/other', () => ({ default: null })]);

  window.__NEXT_P.push(['/_app', () => ({ default: App })]);

  await vi.waitFor(() => expect(sent && Object.keys(sent).some((key) => key.startsWith('__reactProps'))).toBe(true), { timeout: 60_000 });
  sent?.click();
  await vi.waitFor(() => expect(sent?.textContent).toBe('4'), { timeout: 60_000 });
  expect(button()).toBe(sent);
  expect(errors).not.toHaveBeenCalled();
});

test('a page that throws says so instead of showing nothing', async () => {
  const Broken = () => {
    throw new Error('bug');
  };
  window.__NEXT_P = [
    ['/_app', () => ({ default: App })],
    ['/counter', () => ({ default: Broken })],
  ];

  await import('./client');

  await vi.waitFor(() => expect(document.querySelector('h1')?.textContent).toMatch(/out of reach/), { timeout: 60_000 });
});
