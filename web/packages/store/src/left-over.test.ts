import { api } from '@souk/api';
import { useWishlist } from '@souk/api/user';
import { renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { SoukProvider, store } from './index';

afterEach(() => {
  vi.unstubAllGlobals();
  document.cookie = 'souk_visitor=; max-age=0';
  store.dispatch(api.util.resetApiState());
});

test.each(['pageshow', 'prerenderingchange'])('what the page before was left with is sent by the next one, once (%s)', async (event) => {
  const wishes: string[] = [];
  const writes: string[] = [];
  let keptMeanwhile = '';
  vi.stubGlobal('fetch', async ({ method, url }: Request) => {
    const { pathname } = new URL(url);
    if (pathname.endsWith('/guests')) {
      keptMeanwhile = sessionStorage.getItem('souk-unsent') ?? '';
      document.cookie = 'souk_visitor=1';
    }
    if (method !== 'GET') writes.push(`${method} ${pathname.split('/').at(-1)}`);
    if (method === 'PUT') wishes.push(pathname.split('/').at(-1) ?? '');
    return Response.json({ items: wishes.map((productId) => ({ product_id: productId })) });
  });
  const wish = (id: string) => [id, { url: `/user-service/api/v1/wishlist/${id}`, method: 'PUT', body: {}, shopper: true }];
  sessionStorage.setItem('souk-unsent', JSON.stringify([wish('p1'), wish('p2')]));
  const { result } = renderHook(useWishlist, { wrapper: SoukProvider });

  dispatchEvent(new Event(event));

  await waitFor(() => expect(result.current.data).toMatchObject({ items: [{ product_id: 'p1' }, { product_id: 'p2' }] }));
  dispatchEvent(new Event(event));
  expect(writes).toEqual(['POST guests', 'PUT p1', 'PUT p2']);
  expect(keptMeanwhile).toMatch(/p1.*p2|p2.*p1/); // for a third page, where this one is left as well
});
