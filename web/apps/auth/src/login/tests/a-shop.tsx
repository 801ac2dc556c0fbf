import { SoukProvider } from '@souk/store';
import { render } from '@testing-library/react';
import { vi } from 'vitest';
import { LoginPage } from '../LoginPage';

export const ME = { id: '1', type: 'customer', name: 'Asha Rao', email: 'asha@example.com', phone: null };
export const BAG = { id: '2', lines: [], item_count: 0, left_out: [] };

/** What a guest brings who has asked for nothing. */
const EMPTY = new Set(['/wishlist/merge', '/stock-notices/merge']);

export type Answer = [status: number, body: unknown];

/** Stands for the services: answers by path, and remembers what was asked. */
export function aShop(answers: Record<string, Answer[]>) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname.replace(/^\/\w+-service\/api\/v1/, '');
    if (path === '/auth/customer/providers' && !answers[path]) return Response.json({ items: [] });
    asked.push(`${request.method} ${path}`);
    const [status, body] = answers[path]?.shift() ?? (EMPTY.has(path) ? [200, { items: [] }] : [404, {}]);
    if (status < 300 && status !== 202 && path.startsWith('/auth/') && 'type' in Object(body)) document.cookie = 'souk_session=1';
    return Response.json(body, { status });
  });
  return asked;
}

export function arrive(address = '/login?back=%2Fcart') {
  const { pathname, search } = new URL(address, location.origin);
  const navigate = vi.fn();
  const page = (path: string) => (
    <SoukProvider>
      <LoginPage shell={{ base: '/login', path, search, navigate }} />
    </SoukProvider>
  );
  const { rerender } = render(page(pathname));
  return { navigate, turnTo: (path: string) => rerender(page(path)) };
}
