import { store } from '@souk/store';
import { api } from '@souk/api';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aShop, arrive, BAG, ME } from './tests/a-shop';

async function signIn(password = 'marigold-lantern-42') {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('Email'), 'asha@example.com');
  await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  return user;
}

beforeEach(() => {
  for (const name of ['souk_session', 'souk_visitor']) document.cookie = `${name}=; max-age=0`;
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

describe('signing in', () => {
  it('leads back to where the shopper came from', async () => {
    const asked = aShop({ '/auth/customer/login': [[200, ME]] });
    const { navigate } = arrive();

    await signIn();

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/cart', { replace: true }));
    expect(asked).not.toContain('POST /cart/merge');
  });

  it('takes the bag of the guest along', async () => {
    document.cookie = 'souk_visitor=1';
    const asked = aShop({ '/auth/customer/login': [[200, ME]], '/cart/merge': [[200, BAG]] });
    const { navigate } = arrive();

    await signIn();

    await waitFor(() => expect(navigate).toHaveBeenCalled());
    expect(asked).toContain('POST /cart/merge');
    expect(asked).toContain('POST /wishlist/merge');
    expect(asked).toContain('POST /stock-notices/merge');
  });

  it('stands when the bag cannot be taken along, and tries that again', async () => {
    document.cookie = 'souk_visitor=1';
    const refusal = { type: 'urn:souk:too-busy', cause: 'Busy.', fix: 'Wait.' };
    aShop({ '/auth/customer/login': [[200, ME]], '/cart/merge': [[409, refusal], [200, BAG]] });
    const { navigate } = arrive();

    const user = await signIn();
    await screen.findByRole('heading', { level: 1, name: 'You are signed in' });
    expect(screen.getByRole('link', { name: 'Go on' }).getAttribute('href')).toBe('/cart');
    await user.click(screen.getByRole('button', { name: 'Try again' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/cart', { replace: true }));
  });

  it('says what of the bag did not fit and why, and waits for its reader', async () => {
    document.cookie = 'souk_visitor=1';
    const leftOut = [
      { sku: 'urn', title: 'Garden urn', quantity: 3, reason: 'too_heavy' },
      { sku: 'mug', title: 'Chai mug', quantity: 1, reason: 'too_many_lines' },
    ];
    aShop({ '/auth/customer/login': [[200, ME]], '/cart/merge': [[200, { ...BAG, left_out: leftOut }]] });
    const { navigate } = arrive('/login?back=%2Forders');

    await signIn();

    const note = await screen.findByRole('alert');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      '3 × Garden urn: the bag would be heavier than we can deliver.',
      '1 × Chai mug: the bag holds as many different articles as it can.',
    ]);
    expect(note.textContent).toContain('take something out');
    expect(document.activeElement).toBe(note);
    expect(screen.getByRole('link', { name: 'See bag' }).getAttribute('href')).toBe('/cart');
    expect(screen.getByRole('link', { name: 'Go on' }).getAttribute('href')).toBe('/orders');
    expect(navigate).not.toHaveBeenCalled();
  });

  it('says why it was refused and what to do', async () => {
    const refusal = { type: 'urn:souk:wrong-credentials', cause: 'The password is not right.', fix: 'Check both.' };
    aShop({ '/auth/customer/login': [[401, refusal]] });
    const { navigate } = arrive();

    await signIn('wrong');

    expect((await screen.findByRole('alert')).textContent).toContain('The password is not right.');
    expect(navigate).not.toHaveBeenCalled();
  });

  it('keeps the return address and what was typed when the shopper turns to the other form', async () => {
    aShop({});
    const { turnTo } = arrive();
    await userEvent.setup().type(screen.getByLabelText('Email'), 'asha@example.com');

    expect(screen.getByRole('link', { name: 'Create an account' }).getAttribute('href')).toBe('/login/new?back=%2Fcart');
    turnTo('/login/new');

    expect(screen.getByRole('link', { name: 'I have an account' }).getAttribute('href')).toBe('/login?back=%2Fcart');
    expect(screen.getByLabelText('Email')).toHaveProperty('value', 'asha@example.com');
  });

  it('is over for who is signed in already', async () => {
    document.cookie = 'souk_session=1';
    aShop({ '/me': [[200, ME]] });
    arrive();

    await screen.findByText(/As Asha Rao/);
    expect(screen.getByRole('link', { name: 'Go on' }).getAttribute('href')).toBe('/cart');
  });
});

describe('opening an account', () => {
  it('asks for the code of a mail, and says the same whoever has an account', async () => {
    document.cookie = 'souk_visitor=1';
    const wrong = { type: 'urn:souk:wrong-code', cause: 'The code is not right.', fix: 'Ask for a new one.' };
    const asked = aShop({
      '/auth/customer/sign-up': [[202, { expires_in: 600 }]],
      '/auth/customer/codes/sign-up': [[401, wrong], [201, ME]],
      '/cart/merge': [[200, BAG]],
    });
    const { navigate, turnTo } = arrive('/login/new?back=%2Fcart');
    const user = userEvent.setup();

    await user.type(screen.getByLabelText('Name'), 'Asha Rao');
    await user.type(screen.getByLabelText('Email'), 'asha@example.com');
    await user.type(screen.getByLabelText('Password'), 'marigold-lantern-42');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/login/new/sent?back=%2Fcart'));
    turnTo('/login/new/sent');
    expect(screen.getByText(/^We have written to asha@example.com/)).toBeTruthy();
    expect(screen.queryByLabelText('Password')).toBeNull();
    await user.type(screen.getByLabelText('Code'), '123456');
    await user.click(screen.getByRole('button', { name: 'Confirm and sign in' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Ask for a new one.');
    await user.click(screen.getByRole('button', { name: 'Confirm and sign in' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/cart', { replace: true }));
    expect(asked).toContain('POST /cart/merge');
  });

  it('says beside the password that it is known to thieves', async () => {
    const weak = { type: 'urn:souk:weak-password', cause: 'Known.', fix: 'Choose another one.', facts: { field: 'password' } };
    aShop({ '/auth/customer/sign-up': [[422, weak]] });
    arrive('/login/new');
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('Name'), 'Asha Rao');
    await user.type(screen.getByLabelText('Email'), 'asha@example.com');
    await user.type(screen.getByLabelText('Password'), 'password1');

    await user.click(screen.getByRole('button', { name: 'Create account' }));

    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Password')));
    expect(screen.getByLabelText('Password')).toHaveProperty('value', 'password1');
  });
});

describe('signing in with a code', () => {
  it('sends a code, says nothing about accounts, and leads back to where the shopper came from', async () => {
    const asked = aShop({
      '/auth/customer/codes': [[202, { expires_in: 600 }]],
      '/auth/customer/codes/log-in': [[200, ME]],
    });
    const { navigate, turnTo } = arrive('/login/code?back=%2Fcart');
    const user = userEvent.setup();

    await user.type(screen.getByLabelText('Email or phone number'), 'asha@example.com');
    await user.click(screen.getByRole('button', { name: 'Send the code' }));
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/login/code/sent?back=%2Fcart'));
    turnTo('/login/code/sent');
    expect(screen.getByText(/^If asha@example.com belongs to an account/)).toBeTruthy();
    await user.type(screen.getByLabelText('Code'), '123 456');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/cart', { replace: true }));
    expect(asked.slice(0, 2)).toEqual(['POST /auth/customer/codes', 'POST /auth/customer/codes/log-in']);
  });

  it('says what is wrong with an address and with a code before it asks the server', async () => {
    const asked = aShop({});
    const { turnTo } = arrive('/login/code');
    const user = userEvent.setup();

    await user.type(screen.getByLabelText('Email or phone number'), 'asha');
    await user.click(screen.getByRole('button', { name: 'Send the code' }));
    expect(screen.getByText(/or a phone number\.$/)).toBeTruthy();
    turnTo('/login/code/sent');
    await user.type(screen.getByLabelText('Code'), '12');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));

    expect(screen.getByText('Write the six digits of the code.')).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('says why a code was refused, and takes another', async () => {
    const refusal = { type: 'urn:souk:wrong-code', cause: 'The code is not right.', fix: 'Ask for a new one.' };
    aShop({ '/auth/customer/codes/log-in': [[401, refusal], [200, ME]] });
    const { navigate } = arrive('/login/code/sent');
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('Code'), '111111');

    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Ask for a new one.');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Code')));
    await user.click(screen.getByRole('button', { name: 'Sign in' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/', { replace: true }));
  });
});

describe('setting a new password', () => {
  it('takes the code and the password together, and keeps the code when the password is refused', async () => {
    const weak = { type: 'urn:souk:weak-password', cause: 'Known.', fix: 'Choose another.', field: 'password' };
    const asked = aShop({ '/auth/customer/codes/reset': [[422, weak], [200, ME]] });
    const { navigate } = arrive('/login/reset/sent');
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('Code'), '123456');
    await user.type(screen.getByLabelText('Password'), 'password1');

    await user.click(screen.getByRole('button', { name: 'Set password and sign in' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Choose another.');
    expect(screen.getByLabelText('Code')).toHaveProperty('value', '123456');
    await user.click(screen.getByRole('button', { name: 'Set password and sign in' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/', { replace: true }));
    expect(asked.filter((each) => each.includes('reset'))).toHaveLength(2);
  });
});
