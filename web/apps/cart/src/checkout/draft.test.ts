import { beforeEach, describe, expect, it } from 'vitest';
import { keepDraft, NOTHING_TYPED, readDraft, type Draft } from './draft';

const TYPED: Draft = {
  where: { ...NOTHING_TYPED.where, email: 'asha@example.com', line1: '12 MG Road' },
  delivery: 'express',
  saveAddress: true,
  unfinished: { id: 'o1', token: 'secret' },
};

beforeEach(() => {
  sessionStorage.clear();
  document.cookie = 'souk_session=; max-age=0';
});

describe('what was typed at a checkout', () => {
  it('is there again after a reload', () => {
    keepDraft(TYPED);

    expect(readDraft()).toEqual(TYPED);
  });

  it('goes along when a guest signs in', () => {
    keepDraft(TYPED);
    document.cookie = 'souk_session=1';

    expect(readDraft()).toEqual(TYPED);
  });

  it('of a customer is gone once that customer is signed out', () => {
    document.cookie = 'souk_session=1';
    keepDraft(TYPED);
    document.cookie = 'souk_session=; max-age=0';

    expect(readDraft()).toEqual(NOTHING_TYPED);
    expect(sessionStorage).toHaveLength(0);
  });

  it.each(['nonsense', '[]', '3', '{"where":{"email":7},"delivery":{},"unfinished":{"id":null}}'])(
    'begins empty where storage holds %s',
    (kept) => {
      sessionStorage.setItem('souk-draft-checkout', kept);

      expect(readDraft()).toEqual(NOTHING_TYPED);
    },
  );
});
