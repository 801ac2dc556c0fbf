import { api } from '@souk/api';
import { store } from '@souk/store';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aShop, arrive, ME } from './tests/a-shop';

const PROVIDERS = '/auth/customer/providers';
const LOCAL = { items: [{ name: 'local', shown_as: 'Local' }], next_cursor: null };
const BACK = '/login/from/local?code=c&state=s&iss=https%3A%2F%2Fid.example';
const NEEDED = {
  type: 'urn:souk:login-link-needed',
  cause: 'There is an account.',
  fix: 'Sign in to it.',
  facts: { shown_as: 'Local', email: 'asha@example.com' },
};

beforeEach(() => {
  for (const name of ['souk_session', 'souk_visitor']) document.cookie = `${name}=; max-age=0`;
  sessionStorage.clear();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  store.dispatch(api.util.resetApiState());
});

describe('a login at a provider', () => {
  it('leads there by a button, and back to the page that asked for it', async () => {
    const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
    aShop({ [PROVIDERS]: [[200, LOCAL]], [`${PROVIDERS}/local`]: [[200, { url: 'https://id.example/authorize?x=1' }]] });
    arrive('/login?back=%2Fcart');
    await userEvent.click(await screen.findByRole('button', { name: 'Continue with Local' }));
    await waitFor(() => expect(assign).toHaveBeenCalledWith('https://id.example/authorize?x=1'));
    cleanup();

    const asked = aShop({ [`${PROVIDERS}/local/return`]: [[200, ME]] });
    const { navigate } = arrive(BACK);

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/cart', { replace: true }));
    expect(asked).toEqual([`POST ${PROVIDERS}/local/return`]);
  });

  it('leads nowhere else, whatever this tab was told', async () => {
    sessionStorage.setItem('souk-way-back', JSON.stringify({ back: 'https://elsewhere.example', login: '/login' }));
    aShop({ [`${PROVIDERS}/local/return`]: [[200, ME]] });
    const { navigate } = arrive(BACK);

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/', { replace: true }));
  });

  it('that was cancelled there is said so, and not in the words of the address', async () => {
    const asked = aShop({});
    arrive('/login/from/local?error=access_denied&error_description=Call%20this%20number&state=s');

    expect((await screen.findByRole('alert')).textContent).toContain('You have cancelled it there.');
    expect(document.body.textContent).not.toContain('Call this number');
    expect(screen.getByRole('link', { name: 'Start again' })).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('asks the owner of the account that is there to sign in, and is linked then', async () => {
    const asked = aShop({
      [`${PROVIDERS}/local/return`]: [[409, NEEDED]],
      '/auth/customer/login': [[200, ME]],
      '/me/linked-logins': [[200, null]],
    });
    const { navigate, turnTo } = arrive(BACK);
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/login'));
    turnTo('/login');

    expect(await screen.findByText(/from then on Local opens it, too/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Email').value).toBe('asha@example.com');
    await userEvent.type(screen.getByLabelText('Password'), 'marigold-lantern-42{Enter}');

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/', { replace: true }));
    expect(asked).toContain('POST /me/linked-logins');
  });
});
