import type { GetServerSidePropsContext } from 'next';
import type * as server from '@souk/api/server';
import { afterEach, expect, test, vi } from 'vitest';

const ask = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/server', async (original) => ({ ...(await original<typeof server>()), ask }));

afterEach(() => {
  ask.mockReset();
  vi.resetModules();
});

async function render(found: { props: object; incomplete?: boolean } | { notFound: true }) {
  const { publicPage } = await import('./public-page');
  const headers = new Map<string, string>();
  const res = { setHeader: (name: string, value: string) => headers.set(name, value) };
  const answer = await publicPage(async () => found)({ res } as unknown as GetServerSidePropsContext);
  return { answer, lifetime: headers.get('Cache-Control') };
}

test('a complete page may be kept by the gateway and served to everybody', async () => {
  ask.mockResolvedValue({ items: [{ slug: 'mugs', name: 'Mugs', image: null }] });

  const { answer, lifetime } = await render({ props: { a: 1 } });

  expect(lifetime).toMatch(/^public, s-maxage=\d+, stale-while-revalidate=\d+$/);
  expect(answer).toEqual({
    props: { a: 1, shell: { categories: [{ slug: 'mugs', name: 'Mugs' }], origin: 'http://localhost:8888' } },
  });
});

test('an incomplete page, or one without its categories, is shown but not kept', async () => {
  ask.mockResolvedValue({ items: [{ slug: 'mugs', name: 'Mugs' }] });
  expect((await render({ props: {}, incomplete: true })).lifetime).toBe('private, no-store');

  vi.resetModules();
  ask.mockRejectedValue(new Error('down'));
  expect((await render({ props: {} })).lifetime).toBe('private, no-store');
});

test('a page that says what is wrong with its address has the status for it and is not kept', async () => {
  ask.mockResolvedValue({ items: [] });
  const { publicPage } = await import('./public-page');
  const headers = new Map<string, string>();
  const res = { statusCode: 200, setHeader: (name: string, value: string) => headers.set(name, value) };

  await publicPage(async () => ({ props: {}, status: 400 }))({ res } as unknown as GetServerSidePropsContext);

  expect(res.statusCode).toBe(400);
  expect(headers.get('Cache-Control')).toBe('private, no-store');
});

test('a page that is not there passes through, and takes the place of a copy for a moment', async () => {
  ask.mockResolvedValue({ items: [] });

  expect(await render({ notFound: true })).toEqual({ answer: { notFound: true }, lifetime: 'public, s-maxage=1' });
});

test("where zones share a build, what is not there is said in the zone's own words", async () => {
  vi.doMock('@souk/missing', () => ({ default: { '/products': () => null } }));
  ask.mockResolvedValue({ items: [] });

  const { answer, lifetime } = await render({ notFound: true });

  expect(answer).toEqual({ props: { shell: { categories: [], origin: 'http://localhost:8888', missing: true } } });
  expect(lifetime).toBe('public, s-maxage=1');
  vi.doUnmock('@souk/missing');
});

test('a page whose service is silent is a 503 that nobody keeps, and a mistake of ours still is one', async () => {
  ask.mockResolvedValue({ items: [] });
  const { publicPage } = await import('./public-page');
  const { CallFailed, timedOut } = await import('@souk/api/errors');
  const headers = new Map<string, string>();
  const res = { statusCode: 200, setHeader: (name: string, value: string) => headers.set(name, value) };
  const context = { res } as unknown as GetServerSidePropsContext;

  const silent = publicPage(() => Promise.reject(new CallFailed(timedOut())));
  const broken = publicPage(() => Promise.reject(new TypeError('a slip')));

  expect(await silent(context)).toMatchObject({ props: { shell: { unavailable: true } } });
  expect(res.statusCode).toBe(503);
  expect(headers.get('Cache-Control')).toBe('private, no-store');
  await expect(broken(context)).rejects.toThrow('a slip');
});
