import { SoukProvider } from '@souk/store';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import { AccountPage } from '../AccountPage';

export type Answer = [status: number, body: unknown];

/** Answers by method and path, the last answer for ever, and remembers what was asked. */
export function aShop(answers: Record<string, Answer[]>) {
  const asked: { what: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const what = `${request.method} ${pathname.replace(/^\/\w+-service\/api\/v1/, '')}`;
    asked.push({ what, body: request.method === 'GET' ? null : await request.json().catch(() => null) });
    const waiting = answers[what] ?? [[404, {}]];
    const [status, body] = (waiting.length > 1 ? waiting.shift() : waiting[0]) ?? [404, {}];
    return status === 204 ? new Response(null, { status }) : Response.json(body, { status });
  });
  return asked;
}

export function arrive(path: string) {
  const navigate = vi.fn();
  const page = (at: string) => (
    <SoukProvider>
      <AccountPage shell={{ base: '/account', path: at, search: '', navigate }} />
    </SoukProvider>
  );
  const { rerender } = render(page(path));
  return { navigate, turnTo: (at: string) => rerender(page(at)), user: userEvent.setup() };
}
