import { api, useIdentity } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AccountMenu } from './AccountMenu';

const ME = { id: '1', type: 'customer', name: 'Asha Rao', email: 'asha@example.com', phone: null };

function Header() {
  return useIdentity() === 'signed-in' ? <AccountMenu /> : <a href="/login">Sign in</a>;
}

function aHeader() {
  render(
    <SoukProvider>
      <Header />
      <p>The rest of the page</p>
    </SoukProvider>,
  );
  return userEvent.setup();
}

beforeEach(() => {
  document.cookie = 'souk_session=1';
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    if (request.method !== 'DELETE') return Response.json(ME);
    document.cookie = 'souk_session=; max-age=0';
    return new Response(null, { status: 204 });
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

it('names the one who is signed in', async () => {
  aHeader();

  await screen.findByRole('button', { name: /Asha/ });
});

it('is walked through with the keyboard and gives the focus back', async () => {
  const user = aHeader();
  const opener = await screen.findByRole('button', { name: /Asha/ });
  opener.focus();

  await user.keyboard('{ArrowDown}');
  for (const name of ['Your account', 'Your orders', 'Sign out', 'Your account']) {
    expect(document.activeElement).toBe(screen.getByRole('menuitem', { name }));
    await user.keyboard('{ArrowDown}');
  }
  await user.keyboard('{Escape}');

  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(opener);
});

it('closes when the shopper turns to something else', async () => {
  const user = aHeader();
  await user.click(await screen.findByRole('button', { name: /Asha/ }));
  expect(screen.getByRole('menu')).toBeTruthy();

  await user.click(screen.getByText('The rest of the page'));

  expect(screen.queryByRole('menu')).toBeNull();
});

it('signs out, and the header asks to sign in again', async () => {
  const user = aHeader();
  await user.click(await screen.findByRole('button', { name: /Asha/ }));

  await user.click(screen.getByRole('menuitem', { name: 'Sign out' }));

  await screen.findByRole('link', { name: 'Sign in' });
});
