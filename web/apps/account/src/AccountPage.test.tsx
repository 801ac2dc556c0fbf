import { api } from '@souk/api';
import { store } from '@souk/store';
import { on } from '@souk/store/signals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aShop, arrive } from './tests/a-shop';

const ME = { id: '1', type: 'customer', name: 'Asha Rao', email: 'asha@example.com', phone: null, email_verified: true, phone_verified: false };
const HOME = {
  ...{ id: 'a1', name: 'Asha Rao', phone: '9800000000', line1: '12 MG Road', line2: '', city: 'Mysuru', state: 'Karnataka' },
  ...{ postal_code: '570001', country: 'IN', is_default: true },
};
const WORK = { ...HOME, id: 'a2', line1: '3 Lake View', is_default: false };
const HERE = { id: 's1', device: 'Chrome 143, Linux', started_at: '2026-11-20T08:00:00Z', last_seen_at: '2026-11-26T08:00:00Z', current: true };
const THERE = { ...HERE, id: 's2', device: 'Safari 19, iPhone', current: false };

let said: string[];
let stopListening: () => void;

beforeEach(() => {
  document.cookie = 'souk_session=1';
  said = [];
  stopListening = on('shell:toast-wanted', ({ text }) => said.push(text));
});

afterEach(() => {
  cleanup();
  stopListening();
  vi.unstubAllGlobals();
  document.cookie = 'souk_session=; max-age=0';
  store.dispatch(api.util.resetApiState());
});

describe('the account', () => {
  it('asks who is not signed in to do so, and leads back', () => {
    document.cookie = 'souk_session=; max-age=0';
    const asked = aShop({});
    arrive('/account/security');

    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/login?back=%2Faccount%2Fsecurity');
    expect(asked).toEqual([]);
  });

  it('greets by name and says where parcels go and where one is signed in', async () => {
    aShop({ 'GET /me': [[200, ME]], 'GET /me/addresses': [[200, { items: [HOME] }]], 'GET /me/sessions': [[200, { items: [HERE, THERE] }]] });
    arrive('/account');

    await screen.findByRole('heading', { level: 1, name: 'Hello, Asha Rao' });
    await screen.findByText('Parcels go to 12 MG Road, Mysuru.');
    await screen.findByText('Signed in on 2 devices.');
    expect(screen.getByRole('link', { name: 'Overview' }).getAttribute('aria-current')).toBe('page');
  });
});

describe('security', () => {
  it('signs another device out and shows that it is gone', async () => {
    const asked = aShop({
      'GET /me/sessions': [[200, { items: [HERE, THERE] }], [200, { items: [HERE] }]],
      'DELETE /me/sessions/s2': [[204, null]],
    });
    const { user } = arrive('/account/security');

    await user.click(await screen.findByRole('button', { name: 'Sign out Safari 19, iPhone' }));

    await waitFor(() => expect(screen.queryByText('Safari 19, iPhone')).toBeNull());
    expect(asked.map(({ what }) => what)).toContain('DELETE /me/sessions/s2');
    expect(said).toEqual(['Safari 19, iPhone is signed out.']);
    expect(screen.queryByRole('button', { name: /Sign out/ })).toBeNull();
  });

  it('says beside the field that the old password is wrong, and keeps what was typed', async () => {
    const wrong = { type: 'urn:souk:wrong-credentials', cause: 'The e-mail address or the password is not right.', fix: 'Check both.' };
    const asked = aShop({ 'GET /me/sessions': [[200, { items: [HERE] }]], 'PUT /me/password': [[401, wrong], [204, null]] });
    const { user } = arrive('/account/security');
    const old = screen.getByLabelText('Current password');
    await user.type(old, 'not-mine');
    await user.type(screen.getByLabelText('New password'), 'short');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(screen.getByText('Use 8 or more characters.')).toBeTruthy();
    await user.type(screen.getByLabelText('New password'), '-no-more-31');

    await user.click(screen.getByRole('button', { name: 'Change password' }));
    await screen.findByText('That is not your password. Try again.');
    await waitFor(() => expect(document.activeElement).toBe(old));
    await user.click(screen.getByRole('button', { name: 'Change password' }));

    await waitFor(() => expect(said).toEqual(['Your password is changed, and you are signed out everywhere else.']));
    expect(old).toHaveProperty('value', '');
    expect(asked.filter(({ what }) => what.startsWith('PUT')).at(-1)?.body).toEqual({ old_password: 'not-mine', password: 'short-no-more-31' });
  });
});

describe('addresses', () => {
  it('fills in city and state by the pincode, and saves the address', async () => {
    const asked = aShop({
      'GET /serviceability/570001': [[200, { postal_code: '570001', place: 'Mysuru', state: 'Karnataka' }]],
      'POST /me/addresses': [[201, HOME]],
    });
    const { navigate, user } = arrive('/account/addresses/new');
    await user.click(screen.getByRole('button', { name: 'Save address' }));
    expect(screen.getByText('Write the six digits of the pincode.')).toBeTruthy();

    await user.type(screen.getByLabelText('Full name'), 'Asha Rao');
    await user.type(screen.getByLabelText('Phone'), '9800000000');
    await user.type(screen.getByLabelText('Address'), '12 MG Road');
    await user.type(screen.getByLabelText('Pincode'), '570001');
    await waitFor(() => expect(screen.getByLabelText('City')).toHaveProperty('value', 'Mysuru'));
    await user.click(screen.getByRole('button', { name: 'Save address' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/account/addresses'));
    const sent = asked.find(({ what }) => what === 'POST /me/addresses')?.body;
    expect({ id: HOME.id, ...(sent as object) }).toEqual({ ...HOME, is_default: false });
  });

  it('makes another one the default, and brings a removed one back', async () => {
    const asked = aShop({
      'GET /me/addresses': [[200, { items: [HOME, WORK] }]],
      'PUT /me/addresses/a2': [[200, WORK]],
      'DELETE /me/addresses/a1': [[204, null]],
      'POST /me/addresses': [[201, HOME]],
    });
    let undo = () => undefined as void;
    const stop = on('shell:toast-wanted', ({ action }) => {
      if (action && 'run' in action) undo = action.run;
    });
    const { user } = arrive('/account/addresses');
    const home = await screen.findByText('12 MG Road');
    expect(within(home.parentElement ?? document.body).getByText('Default')).toBeTruthy();

    await user.click(screen.getByRole('button', { name: /^Make default.*3 Lake View/ }));
    await waitFor(() => expect(said).toContain('Your default address is changed.'));
    await user.click(screen.getByRole('button', { name: /^Remove.*12 MG Road/ }));
    await waitFor(() => expect(said).toContain('The address is removed.'));
    undo();

    await waitFor(() => expect(asked.some(({ what }) => what === 'POST /me/addresses')).toBe(true));
    stop();
  });
});

describe('the profile', () => {
  it('changes an e-mail address by the password and the code that was sent there', async () => {
    const asked = aShop({
      'GET /me': [[200, ME]],
      'POST /me/contacts': [[202, { expires_in: 600 }]],
      'POST /me/contacts/code': [[200, { ...ME, email: 'rao@example.com' }]],
    });
    const { navigate, turnTo, user } = arrive('/account/profile');
    expect((await screen.findByRole('link', { name: 'Change email' })).getAttribute('href')).toBe('/account/profile/email');
    turnTo('/account/profile/email');
    await user.type(screen.getByLabelText('New email'), 'rao@example.com');
    await user.type(screen.getByLabelText('Your password'), 'marigold-lantern-42');
    await user.click(screen.getByRole('button', { name: 'Send the code' }));
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/account/profile/email/sent'));

    turnTo('/account/profile/email/sent');
    expect(screen.getByText('A code is on its way to rao@example.com.')).toBeTruthy();
    await user.type(screen.getByLabelText('Code'), '123 456');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));

    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/account/profile'));
    expect(asked.find(({ what }) => what === 'POST /me/contacts')?.body).toEqual({ email: 'rao@example.com', password: 'marigold-lantern-42' });
  });
});
