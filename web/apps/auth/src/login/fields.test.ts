import type { ApiError } from '@souk/api';
import { describe, expect, it } from 'vitest';
import { refusalOf, wrongBy, wrongWithout } from './fields';

const ASHA = { name: 'Asha Rao', email: 'asha@example.com', password: 'marigold-lantern-42', code: '' };

function aRefusal(more: Partial<ApiError>): ApiError {
  return { status: 422, code: 'weak-password', cause: 'Too weak.', fix: 'Choose another one.', facts: {}, fields: [], ...more };
}

describe('what can be told without the server', () => {
  it('finds nothing wrong with a whole form', () => {
    expect(wrongWithout(ASHA, 'sign-up')).toEqual({});
  });

  it('wants eight characters of a new password and takes any old one', () => {
    const short = { ...ASHA, password: 'souk' };
    expect(wrongWithout(short, 'sign-up')).toHaveProperty('password');
    expect(wrongWithout(short, 'sign-in')).toEqual({});
  });

  it('counts characters as a person does', () => {
    expect(wrongWithout({ ...ASHA, password: '🙂🙂🙂🙂' }, 'sign-up')).toHaveProperty('password');
  });

  it('asks for a name only where an account is made', () => {
    expect(wrongWithout({ ...ASHA, name: ' ' }, 'sign-up')).toHaveProperty('name');
    expect(wrongWithout({ ...ASHA, name: '' }, 'sign-in')).toEqual({});
  });
});

describe('what the server refuses', () => {
  it('stands beside the field that it is about', () => {
    expect(wrongBy(aRefusal({ fields: [{ field: 'email', cause: 'Not a mailbox.' }] }))).toEqual({ email: 'Not a mailbox.' });
    expect(wrongBy(aRefusal({ facts: { field: 'password' } }))).toEqual({ password: 'Choose another one.' });
  });

  it('leaves a field alone that the form does not have', () => {
    expect(wrongBy(aRefusal({ fields: [{ field: 'body', cause: 'Odd.' }], facts: { field: 'toString' } }))).toEqual({});
  });

  it('tells a long wait in minutes', () => {
    const locked = aRefusal({ status: 429, fix: 'Wait 840 seconds.', facts: { retry_after_s: 840 } });
    expect(refusalOf(locked).fix).toBe('Wait 14 minutes, then try again.');
  });
});
