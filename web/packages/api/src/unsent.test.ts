import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from './call';
import type * as client from './client';
import type * as unsent from './unsent';

const GUESTS = '/user-service/api/v1/guests';
const wish: Call = { url: '/user-service/api/v1/wishlist/1', method: 'PUT', body: { handle: 'mug' }, shopper: true };
const add: Call = { url: '/cart-service/api/v1/cart/items', method: 'POST', body: { sku: 'MUG' }, act: 'each', shopper: true };
const twice: Call = { url: '/cart-service/api/v1/cart/coupons', method: 'POST', body: { code: 'TEN' }, shopper: true };

let asked: string[];
let answerGuest: (status: number) => void;
let send: typeof client.send;
let takeUnsent: typeof unsent.takeUnsent;
const taken = () => [takeUnsent(), takeUnsent(), takeUnsent()].filter(Boolean);

beforeEach(async () => {
  asked = [];
  vi.stubGlobal('fetch', ({ url }: Request) => {
    asked.push(new URL(url).pathname);
    if (!url.endsWith(GUESTS)) return Promise.resolve(Response.json({}));
    return new Promise<Response>((resolve) => {
      answerGuest = (status) => {
        if (status === 201) document.cookie = 'souk_visitor=1';
        resolve(Response.json({ type: 'urn:souk:unavailable' }, { status }));
      };
    });
  });
  await theNextPage();
});

afterEach(() => {
  vi.unstubAllGlobals();
  document.cookie = 'souk_visitor=; max-age=0';
  sessionStorage.clear();
});

/** Nothing of the page before is left but what the tab keeps. */
async function theNextPage(): Promise<void> {
  vi.resetModules();
  ({ send } = await import('./client'));
  ({ takeUnsent } = await import('./unsent'));
}

test('a page that is left before the guest is made leaves to the next what was pressed, in its order', async () => {
  void send(wish);
  void send({ ...add, signal: new AbortController().signal });
  expect(asked).toEqual([GUESTS]);
  expect(taken()).toEqual([]); // this page goes on with it

  await theNextPage();

  expect(taken()).toEqual([wish, add]);
  expect(taken()).toEqual([]);
});

test.each([201, 400])('what was sent, or failed before the shopper (%i), is not left to the next page', async (status) => {
  const sending = Promise.allSettled([send(wish), send(add)]);
  answerGuest(status);
  await sending;

  await theNextPage();

  expect(taken()).toEqual([]);
});

test('what would be twice if it were sent twice is not kept, nor what its page alone can send', async () => {
  void send(twice);
  void send({ ...wish, body: undefined, file: new Blob(['a picture']) });

  await theNextPage();

  expect(taken()).toEqual([]);
});

test.each(['no json', '{}', '[1, null]'])('a storage in which somebody left %s breaks nothing', (text) => {
  sessionStorage.setItem('souk-unsent', text);

  expect(taken()).toEqual([]);
});
