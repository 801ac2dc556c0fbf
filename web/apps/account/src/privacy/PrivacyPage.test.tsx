import { api } from '@souk/api';
import { store } from '@souk/store';
import { consent } from '@souk/store/consent';
import { on } from '@souk/store/signals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aShop, arrive } from '../tests/a-shop';

const NONE = { export: null };
const MAKING = {
  export: { id: 'e1', asked_at: '2026-11-26T08:00:00Z', services: 7, answered: 5, waiting_for: ['order', 'postcards'], ready_at: null, expires_at: null },
};
const READY = {
  export: { ...MAKING.export, answered: 7, waiting_for: [], ready_at: '2026-11-26T08:01:00Z', expires_at: '2026-12-03T08:01:00Z' },
};
const WRONG = { type: 'urn:souk:wrong-credentials', cause: 'No.', fix: 'Check.' };
const UNDER_WAY = {
  type: 'urn:souk:business-under-way',
  cause: 'This is not over yet.',
  fix: 'Wait until it has arrived.',
  facts: { items: [{ what: 'order', number: 'S-1', state: 'shipped' }] },
};

let said: string[];
let stops: (() => void)[];

beforeEach(() => {
  document.cookie = 'souk_session=1';
  localStorage.clear();
  said = [];
  stops = [
    on('shell:toast-wanted', ({ text }) => said.push(text)),
    on('auth:signed-out', () => said.push('signed out')),
  ];
});

afterEach(() => {
  cleanup();
  for (const stop of stops) stop();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.cookie = 'souk_session=; max-age=0';
  store.dispatch(api.util.resetApiState());
});

it('a copy is asked for with the password, and says who has answered and who is waited for', async () => {
  const asked = aShop({ 'GET /me/export': [[200, NONE], [200, NONE], [200, MAKING]], 'POST /me/export': [[401, WRONG], [202, MAKING]] });
  const { user } = arrive('/account/privacy');
  const form = within(await screen.findByRole('form', { name: 'A copy of everything' }));
  await user.type(form.getByLabelText('Your password'), 'marigold-lantern-42{Enter}');
  await form.findByText('That is not your password. Try again.');

  await user.click(form.getByRole('button', { name: 'Make a copy' }));

  await screen.findByText('5 of 7 services have answered.');
  expect(screen.getByText('Still to come: Orders, postcards. You may leave this page.')).toBeTruthy();
  expect(screen.queryByRole('form', { name: 'A copy of everything' })).toBeNull();
  expect(asked.find(({ what }) => what === 'POST /me/export')?.body).toEqual({ password: 'marigold-lantern-42' });
});

it('a copy that is ready is downloaded once the shop has been asked again, which renews the session', async () => {
  const asked = aShop({ 'GET /me/export': [[200, READY]] });
  const gone = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
  const { user } = arrive('/account/privacy');
  await screen.findByText(/Your copy is ready, until/);
  const before = asked.length;

  await user.click(screen.getByRole('button', { name: 'Download it' }));

  await waitFor(() => expect(gone).toHaveBeenCalledWith('/user-service/api/v1/me/exports/e1/document'));
  expect(asked.slice(before).map(({ what }) => what)).toEqual(['GET /me/export']);
});

it('an account with an order under way is not deleted, and the page says which order', async () => {
  aShop({ 'GET /me/export': [[200, NONE]], 'POST /me/deletion/code': [[409, UNDER_WAY]] });
  const { navigate, user } = arrive('/account/privacy');
  const form = within(screen.getByRole('form', { name: 'Delete your account' }));

  await user.type(form.getByLabelText('Your password'), 'marigold-lantern-42{Enter}');

  await form.findByText(/Not over yet: S-1\./);
  expect(form.getByRole('alert').textContent).toContain('Wait until it has arrived.');
  expect(form.getByRole('link', { name: 'See your orders' }).getAttribute('href')).toBe('/orders');
  expect(navigate).not.toHaveBeenCalled();
});

it('an account is deleted by the password and the code, and this browser is signed out', async () => {
  const wrong = { type: 'urn:souk:wrong-code', cause: 'The code is not right.', fix: 'Look again.' };
  const asked = aShop({
    'GET /me/export': [[200, NONE]],
    'POST /me/deletion/code': [[202, { expires_in: 600 }]],
    'POST /me/deletion': [[401, wrong], [204, null]],
  });
  const { navigate, turnTo, user } = arrive('/account/privacy');
  const form = within(screen.getByRole('form', { name: 'Delete your account' }));
  expect(screen.getByText(/^Orders, with the name and address of the invoice/)).toBeTruthy();
  await user.type(form.getByLabelText('Your password'), 'marigold-lantern-42{Enter}');
  await waitFor(() => expect(navigate).toHaveBeenCalledWith('/account/privacy/sent'));
  turnTo('/account/privacy/sent');
  await user.type(screen.getByLabelText('Code'), '123 456{Enter}');
  await screen.findByText('The code is not right. Look again.');

  document.cookie = 'souk_session=; max-age=0'; // as the answer does
  await user.click(screen.getByRole('button', { name: 'Delete my account for good' }));

  await waitFor(() => expect(said).toEqual(['signed out', 'Your account is deleted. Good-bye.']));
  expect(await screen.findByRole('heading', { name: 'Sign in to see your account' })).toBeTruthy();
  expect(asked.find(({ what }) => what === 'POST /me/deletion')?.body).toEqual({ code: '123 456' });
});

it('whether visits are counted is chosen here too, and an answer given elsewhere shows', async () => {
  aShop({ 'GET /me/export': [[200, NONE]] });
  const { user } = arrive('/account/privacy');
  expect(screen.getByText('So far you have not said, and nothing is counted.')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Yes, you may' }));
  expect(await screen.findByText('So far you have agreed.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'No, thanks' }));

  expect(await screen.findByText('So far you have said no.')).toBeTruthy();
  expect(consent()).toBe('refused');
});
