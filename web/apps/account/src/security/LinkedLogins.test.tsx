import { api } from '@souk/api';
import { store } from '@souk/store';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aShop, arrive } from '../tests/a-shop';

const PROVIDERS = { items: [{ name: 'local', shown_as: 'Local' }, { name: 'other', shown_as: 'Other' }] };
const AT = '2026-11-20T08:00:00Z';
const LINKED = { items: [{ id: '7', provider: 'local', shown_as: 'Local', email: 'asha@example.com', linked_at: AT, used_at: AT }] };

beforeEach(() => {
  document.cookie = 'souk_session=1';
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  document.cookie = 'souk_session=; max-age=0';
  store.dispatch(api.util.resetApiState());
});

it('links another login, and unlinks one, with the password', async () => {
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
  const asked = aShop({
    'GET /auth/customer/providers': [[200, PROVIDERS]],
    'GET /me/linked-logins': [[200, LINKED], [200, { items: [] }]],
    'POST /me/linked-logins/other': [[200, { url: 'https://id.example/authorize' }]],
    'POST /me/linked-logins/7/unlink': [[401, { type: 'urn:souk:wrong-credentials', cause: 'No.', fix: 'Check.' }], [204, null]],
  });
  const { user } = arrive('/account/security');

  await user.click(await screen.findByRole('button', { name: 'Link Other' }));
  await user.type(screen.getByLabelText('Your password'), 'marigold-lantern-42{Enter}');
  await waitFor(() => expect(assign).toHaveBeenCalledWith('https://id.example/authorize'));

  await user.click(screen.getByRole('button', { name: 'Unlink Local' }));
  await user.type(screen.getByLabelText('Your password'), 'not-hers{Enter}');
  await screen.findByText('That is not your password. Try again.');
  await user.click(screen.getByRole('button', { name: 'Unlink Local now' }));

  expect(await screen.findByRole('button', { name: 'Link Local' })).toBeTruthy();
  expect(asked.find(({ what }) => what === 'POST /me/linked-logins/other')?.body).toEqual({ password: 'marigold-lantern-42' });
});

it('sets a password by a code where there is none yet', async () => {
  aShop({ 'GET /me': [[200, { id: '1', name: 'Asha', email: 'asha@example.com', has_password: false }]] });
  arrive('/account/security');

  const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Set a password' });
  expect(new URL(link.href).pathname).toBe('/login/reset');
});
