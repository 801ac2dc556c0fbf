import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Call } from './call';
import type * as client from './client';
import type * as errors from './errors';

type Answer = [status: number, body?: unknown, cookies?: string[]];
let asked: Request[];
let answers: (request: Request) => Answer;
let send: typeof client.send;
let configureApi: typeof client.configureApi;
let CallFailed: typeof errors.CallFailed;
let CallCancelled: typeof errors.CallCancelled;

beforeEach(async () => {
  asked = [];
  vi.resetModules();
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request.clone());
    const [status, body, cookies = []] = answers(request);
    for (const one of cookies) document.cookie = one;
    return new Response(body === undefined ? null : JSON.stringify(body), { status });
  });
  ({ send, configureApi } = await import('./client'));
  ({ CallFailed, CallCancelled } = await import('./errors'));
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const name of ['souk_session', 'souk_visitor']) document.cookie = `${name}=; max-age=0`;
  sessionStorage.clear();
});

const OLD = { type: 'urn:souk:token-expired' };
const pathsAsked = () => asked.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
const addMug: Call = { url: '/cart-service/api/v1/cart/items', method: 'POST', body: { sku: 'MUG' }, act: 'each', shopper: true };

test('a file is sent as it is, under its own type', async () => {
  document.cookie = 'souk_visitor=1';
  answers = () => [201, { id: 'f1' }];

  await send({ url: '/x', method: 'POST', file: new Blob(['a picture'], { type: 'image/png' }), shopper: true });

  expect(asked[0]?.headers.get('content-type')).toBe('image/png');
  expect(await asked[0]?.text()).toBe('a picture');
});

test('a service hears what the page is written in', async () => {
  document.cookie = 'souk_visitor=1';
  answers = () => [200];

  for (const lang of ['hi-IN', 'tlh']) {
    document.documentElement.lang = lang;
    await send({ url: '/x' });
  }

  expect(asked.map(({ headers }) => headers.get('accept-language'))).toEqual(['hi-IN', 'en-IN']);
});

describe('a new visitor', () => {
  test('becomes a guest before the first write, once for writes at the same time', async () => {
    answers = ({ url }) => (url.endsWith('/guests') ? [201, {}, ['souk_visitor=1']] : [200, {}]);

    await Promise.all([send(addMug), send(addMug)]);
    await send(addMug);

    expect(pathsAsked().filter((path) => path.endsWith('/guests'))).toHaveLength(1);
    expect(pathsAsked()[0]).toBe('POST /user-service/api/v1/guests');
  });

  test('whose guest cookie is gone gets a new one, and the write goes on', async () => {
    document.cookie = 'souk_visitor=1';
    let refused = false;
    answers = ({ url }) => {
      if (url.endsWith('/guests')) return [201, {}, ['souk_visitor=1']];
      if (refused) return [200, { item_count: 1 }];
      refused = true;
      return [401, { type: 'urn:souk:guest-needed', cause: 'No guest.', fix: 'Make one.' }];
    };

    expect(await send(addMug)).toEqual({ item_count: 1 });
    expect(asked).toHaveLength(3);
  });
});

describe('a guest of another shop on the same host', () => {
  test('becomes a guest of this one, on a read too', async () => {
    document.cookie = 'souk_visitor=1';
    let isOurs = false;
    answers = ({ url }) => {
      if (url.endsWith('/guests')) {
        isOurs = true;
        return [201, {}, ['souk_visitor=1']];
      }
      return isOurs ? [200, { item_count: 0 }] : [401, { type: 'urn:souk:token-invalid', cause: 'Not ours.', fix: 'Again.' }];
    };

    expect(await send({ url: '/cart-service/api/v1/cart' })).toEqual({ item_count: 0 });
  });
});

describe('a signed-in customer', () => {
  test('with an old access token is refreshed once for many calls, and every call is sent again', async () => {
    document.cookie = 'souk_session=one';
    answers = ({ url }) => {
      if (url.endsWith('/refresh')) return [204, undefined, ['souk_session=two']];
      return document.cookie.includes('souk_session=two') ? [200, { ok: true }] : [401, OLD];
    };

    const calls = Array.from({ length: 4 }, () => send({ url: '/order-service/api/v1/orders' }));

    expect(await Promise.all(calls)).toEqual(Array(4).fill({ ok: true }));
    expect(pathsAsked().filter((path) => path.endsWith('/refresh'))).toHaveLength(1);
  });

  test('whose session has ended gets one clear failure per call', async () => {
    document.cookie = 'souk_session=one';
    answers = ({ url }) => (url.endsWith('/refresh') ? [401, { type: 'urn:souk:session-over' }] : [401, OLD]);

    const failed = await Promise.allSettled([1, 2, 3].map(() => send({ url: '/order-service/api/v1/orders' })));

    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(pathsAsked().filter((path) => path.endsWith('/refresh'))).toHaveLength(1);
  });
});

test.each([
  [401, 'session-over', true],
  [403, 'cross-site-request', false],
  [503, 'unavailable', false],
])('a renewal that is refused with %i %s means signed out: %s', async (status, code, signedOut) => {
  document.cookie = 'souk_session=one';
  answers = ({ url }) => (url.endsWith('/refresh') ? [status, { type: `urn:souk:${code}` }] : [401, OLD]);
  const onSignedOut = vi.fn();
  configureApi({ onSignedOut });

  await expect(send({ url: '/order-service/api/v1/orders' })).rejects.toBeInstanceOf(CallFailed);

  expect(onSignedOut).toHaveBeenCalledTimes(signedOut ? 1 : 0);
});

test('a refusal that no renewal can change is told as it is', async () => {
  document.cookie = 'souk_session=one';
  answers = () => [401, { type: 'urn:souk:wrong-credentials' }];

  await expect(send({ url: '/user-service/api/v1/auth/customer/login', method: 'POST' })).rejects.toBeInstanceOf(CallFailed);

  expect(asked).toHaveLength(1);
});

describe('a caller who gives up', () => {
  const read: Call = { url: '/product-service/api/v1/suggestions' };

  test('between two attempts is told so at once, and not that anything failed', async () => {
    answers = () => [503];
    const caller = new AbortController();
    const ended = send({ ...read, signal: caller.signal }).catch((error: unknown) => error);

    await vi.waitFor(() => expect(asked).toHaveLength(1));
    caller.abort();

    expect(await ended).toBeInstanceOf(CallCancelled);
    expect(asked).toHaveLength(1);
  });

  test('while the session is renewed waits no longer, and the renewal goes on for the others', async () => {
    document.cookie = 'souk_session=one';
    let renewed: () => void = () => undefined;
    const renewal = new Promise<void>((resolve) => (renewed = resolve));
    vi.stubGlobal('fetch', async (request: Request) => {
      asked.push(request.clone());
      if (request.url.endsWith('/refresh')) {
        await renewal;
        document.cookie = 'souk_session=two';
        return new Response(null, { status: 204 });
      }
      const isOld = !document.cookie.includes('two');
      return new Response(JSON.stringify(isOld ? OLD : {}), { status: isOld ? 401 : 200 });
    });
    const caller = new AbortController();
    const gone = send({ ...read, signal: caller.signal }).catch((error: unknown) => error);
    const other = send(read);
    await vi.waitFor(() => expect(pathsAsked().filter((path) => path.endsWith('/refresh'))).toHaveLength(1));

    caller.abort();
    expect(await gone).toBeInstanceOf(CallCancelled);
    renewed();

    expect(await other).toEqual({});
  });
});

test.each(['customer', 'seller', 'admin'] as const)('the portal of %s renews its session at its own address', async (portal) => {
  document.cookie = 'souk_session=one';
  answers = ({ url }) => {
    if (url.endsWith('/refresh')) return [204, undefined, ['souk_session=two']];
    return document.cookie.includes('souk_session=two') ? [200, {}] : [401, OLD];
  };
  configureApi({ portal });

  await send({ url: '/order-service/api/v1/orders' });

  expect(pathsAsked()).toContain(`POST /user-service/api/v1/auth/${portal}/refresh`);
});

describe('an act that moves money', () => {
  const place: Call = { url: '/order-service/api/v1/orders', method: 'POST', body: { checkout_id: '1' }, act: 'once' };
  const keys = () => asked.map(({ headers }) => headers.get('idempotency-key'));

  test('keeps its key after a broken answer, so that trying again cannot charge twice', async () => {
    let first = true;
    answers = () => {
      if (!first) return [201, {}];
      first = false;
      return [500, {}];
    };

    await send(place).catch(() => undefined);
    await send(place);

    expect(new Set(keys()).size).toBe(1);
  });

  test.each([
    [409, { type: 'urn:souk:still-running' }],
    [401, { type: 'urn:souk:sign-in-needed' }],
    [401, null], // a proxy's
    [429, null],
  ])('keeps its key after %i %o, which tells nothing of its outcome', async (status, body) => {
    answers = () => [status, body];

    await send(place).catch(() => undefined);
    answers = () => [201, {}];
    await send(place);

    expect(new Set(keys()).size).toBe(1);
  });

  test('gets a new key after a refusal', async () => {
    answers = () => [402, { type: 'urn:souk:payment-declined', cause: 'Declined.', fix: 'Another card.' }];

    await send(place).catch(() => undefined);
    await send(place).catch(() => undefined);

    expect(new Set(keys()).size).toBe(2);
  });
});

test('a refusal keeps its cause, fix, facts and fields', async () => {
  const facts = { sku: 'MUG', left: 1 };
  answers = () => [
    409,
    { type: 'urn:souk:out-of-stock', cause: 'Only 1 left.', fix: 'Lower it.', facts, errors: [{ field: 'quantity', cause: 'too many' }] },
  ];

  const error: unknown = await send({ url: '/cart-service/api/v1/cart' }).catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(CallFailed);
  expect((error as errors.CallFailed).problem).toEqual({
    status: 409,
    code: 'out-of-stock',
    cause: 'Only 1 left.',
    fix: 'Lower it.',
    facts,
    fields: [{ field: 'quantity', cause: 'too many' }],
  });
});
