import { api } from '@souk/api';
import { store } from '@souk/store';
import { on } from '@souk/store/signals';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aShop, arrive } from '../tests/a-shop';

const OFF = { is_on: false, since: null, recovery_codes_left: 0 };
const ON = { is_on: true, since: '2026-11-20T08:00:00Z', recovery_codes_left: 9 };
const ENROLMENT = { secret: 'ABCDEFGHIJKL', uri: 'otpauth://totp/Souk:asha', qr: { size: 29, path: 'M4 4h1v1h-1z' } };
const WRONG = { type: 'urn:souk:wrong-second-factor', cause: 'The code is not right.', fix: 'Wait for the next code.' };

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

describe('the authenticator', () => {
  it('is set up by the password, the picture and a first code, and shows the recovery codes until they are kept', async () => {
    const asked = aShop({
      'GET /me/second-factor': [[200, OFF], [200, ON]],
      'POST /me/second-factor': [[201, ENROLMENT]],
      'POST /me/second-factor/confirm': [[401, WRONG], [200, { codes: ['AAAA-BBBB-CCCC', 'DDDD-EEEE-FFFF'] }]],
    });
    const { user } = arrive('/account/security/authenticator');
    await user.type(await screen.findByLabelText('Your password'), 'marigold-lantern-42{Enter}');

    expect(await screen.findByRole('img', { name: 'QR code for your authenticator' })).toBeTruthy();
    expect(screen.getByText('ABCD EFGH IJKL')).toBeTruthy();
    await user.type(screen.getByLabelText('The code that it shows'), '123456{Enter}');
    await screen.findByText('The code is not right. Wait for the next code.');
    await user.click(screen.getByRole('button', { name: 'Switch on' }));

    expect(await screen.findByText('AAAA-BBBB-CCCC')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'I have kept them' }));
    expect(await screen.findByText(/9 recovery codes are left/)).toBeTruthy();
    expect(asked.find(({ what }) => what === 'POST /me/second-factor')?.body).toEqual({ password: 'marigold-lantern-42' });
  });

  it('is switched off with the password and a code', async () => {
    const asked = aShop({
      'GET /me/second-factor': [[200, ON], [200, ON], [200, OFF]],
      'POST /me/second-factor/off': [[401, { type: 'urn:souk:wrong-credentials', cause: 'No.', fix: 'Check.' }], [204, null]],
    });
    const { user } = arrive('/account/security/authenticator');
    const [, password] = await screen.findAllByLabelText('Your password');
    const [, code] = screen.getAllByLabelText('Code of your authenticator');
    if (!password || !code) throw new Error('There are two forms.');
    await user.type(password, 'marigold-lantern-42');
    await user.type(code, '123456');

    await user.click(screen.getByRole('button', { name: 'Switch it off' }));
    await screen.findByText('That is not your password. Try again.');
    await user.click(screen.getByRole('button', { name: 'Switch it off' }));

    await waitFor(() => expect(said).toEqual(['Your authenticator is switched off.']));
    expect(await screen.findByRole('heading', { name: 'Set up an authenticator' })).toBeTruthy();
    expect(asked.filter(({ what }) => what === 'POST /me/second-factor/off').at(-1)?.body).toEqual({
      password: 'marigold-lantern-42',
      code: '123456',
    });
  });
});
