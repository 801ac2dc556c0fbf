import { chooseConsent } from '@souk/store/consent';
import { happened } from '@souk/store/happened';
import { emit } from '@souk/store/signals';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { idAt } from './telling';
import { Visits } from './Visits';

const sent: Blob[] = [];

beforeEach(() => {
  localStorage.clear();
  sent.length = 0;
  window.soukHappened = [];
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: (_url: string, body: Blob) => sent.push(body) > 0 });
  vi.stubGlobal('requestIdleCallback', (work: () => void) => setTimeout(work, 0));
  vi.stubGlobal('cancelIdleCallback', clearTimeout);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'globalPrivacyControl');
  Reflect.deleteProperty(document, 'visibilityState');
});

const IN_TIME = { timeout: 60_000 };

function leave() {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

const listened = () =>
  waitFor(() => {
    happened({ kind: 'product-viewed', handle: 'mug' });
    expect(window.soukHappened).toEqual([]);
  }, IN_TIME);

test('who agrees is counted when the page is left, and the question is not asked again', async () => {
  render(<Visits />);
  fireEvent.click(await screen.findByRole('button', { name: 'Yes, you may' }, IN_TIME));
  await listened();

  leave();

  const told = JSON.parse((await sent[0]?.text()) ?? '{}');
  expect(told.consent).toBe(true);
  expect(told.events.at(-1)).toMatchObject({ kind: 'product-viewed', handle: 'mug' });
  expect(screen.queryByRole('heading')).toBeNull();
});

test('who refuses is told nothing of, also of what happened before', async () => {
  happened({ kind: 'product-viewed', handle: 'mug' });
  render(<Visits />);
  fireEvent.click(await screen.findByRole('button', { name: 'No, thanks' }, IN_TIME));

  leave();

  expect(sent).toEqual([]);
  expect(screen.queryByRole('heading')).toBeNull();
});

test('who takes it back is counted no longer', async () => {
  chooseConsent('given');
  render(<Visits />);
  await listened();
  act(() => emit('shell:consent-wanted', null));
  expect(document.activeElement).toBe(await screen.findByRole('heading', { name: /May we count/ }, IN_TIME));

  fireEvent.click(screen.getByRole('button', { name: 'No, thanks' }));
  leave();

  expect(sent).toEqual([]);
});

test('a browser that says no for its person is an answer: nobody is asked', async () => {
  Object.defineProperty(navigator, 'globalPrivacyControl', { configurable: true, value: true });
  chooseConsent('given');
  render(<Visits />);

  act(() => emit('shell:consent-wanted', null));

  expect(await screen.findByText(/Your browser asks not to be counted/, undefined, IN_TIME)).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Yes, you may' })).toBeNull();
});

test('an id says when it was made', () => {
  const id = idAt(Date.UTC(2026, 10, 26, 12));

  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 26, 12));
});
