import { api } from '@souk/api';
import { store } from '@souk/store';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aShop, arrive, BAG, ME } from './tests/a-shop';

const HALF = { type: 'urn:souk:second-factor-needed', cause: 'This account is protected.', fix: 'Type the code.' };
const WRONG = { type: 'urn:souk:wrong-second-factor', cause: 'The code is not right.', fix: 'Wait for the next code.' };
const FINISH = '/auth/customer/login/second-factor';

beforeEach(() => {
  for (const name of ['souk_session', 'souk_visitor']) document.cookie = `${name}=; max-age=0`;
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

describe('the second factor', () => {
  it('is asked for on a page of its own, and the bag comes along when it is right', async () => {
    document.cookie = 'souk_visitor=1';
    const asked = aShop({ '/auth/customer/login': [[401, HALF]], [FINISH]: [[401, WRONG], [200, ME]], '/cart/merge': [[200, BAG]] });
    const { navigate, turnTo } = arrive();
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('Email'), 'asha@example.com');
    await user.type(screen.getByLabelText('Password'), 'marigold-lantern-42');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/login/second-factor?back=%2Fcart'));
    expect(asked).not.toContain('POST /cart/merge');

    turnTo('/login/second-factor');
    await user.type(screen.getByLabelText('Code of your authenticator'), '12345');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(screen.getByText('Write the six digits that your authenticator shows.')).toBeTruthy();
    await user.type(screen.getByLabelText('Code of your authenticator'), '6');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Wait for the next code.');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Code of your authenticator')));
    await user.click(screen.getByRole('button', { name: 'Sign in' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/cart', { replace: true }));
    expect(asked).toContain('POST /cart/merge');
  });

  it('may be a recovery code, whose page says so', async () => {
    const asked = aShop({ [FINISH]: [[200, ME]] });
    const { navigate, turnTo } = arrive('/login/second-factor');
    expect(screen.getByRole('link', { name: 'No phone at hand?' }).getAttribute('href')).toBe('/login/second-factor/recovery');

    turnTo('/login/second-factor/recovery');
    await userEvent.type(screen.getByLabelText('Recovery code'), 'ABCD-EFGH-JKMN{Enter}');

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/', { replace: true }));
    expect(asked).toContain(`POST ${FINISH}`);
  });
});

describe('an invitation', () => {
  afterEach(() => {
    location.hash = '';
  });

  it('is accepted with a name and a password', async () => {
    location.hash = '#type=admin&token=t0ken';
    const over = { type: 'urn:souk:invitation-over', cause: 'It is not good any more.', fix: 'Ask for another.' };
    const asked = aShop({ '/auth/admin/invitations/accept': [[410, over], [200, { ...ME, type: 'admin' }]] });
    arrive('/login/invitation');
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Name'), 'Asha Rao');
    await user.type(screen.getByLabelText('Password'), 'short');
    await user.click(screen.getByRole('button', { name: 'Accept the invitation' }));
    expect(screen.getByText('Use 8 or more characters.')).toBeTruthy();
    await user.type(screen.getByLabelText('Password'), '-no-more-31');

    await user.click(screen.getByRole('button', { name: 'Accept the invitation' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Ask for another.');
    await user.click(screen.getByRole('button', { name: 'Accept the invitation' }));

    expect(await screen.findByRole('heading', { name: 'Welcome, Asha Rao' })).toBeTruthy();
    expect(asked.filter((each) => each.includes('invitations'))).toHaveLength(2);
  });

  it('says when its link is not whole', async () => {
    const asked = aShop({});
    arrive('/login/invitation');

    expect(await screen.findByText(/This link is not complete/)).toBeTruthy();
    expect(asked).toEqual([]);
  });
});
