import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { on } from '@souk/store/signals';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BackInStock } from './BackInStock';
import { StopNoticesPage } from './StopNoticesPage';

const MUG = { productId: 'p1', sku: 'MUG/L', handle: 'chai-mug', title: 'Chai mug' };
const ASK = 'Notify me when Chai mug is back';
const notice = (sku: string | null) => ({ product_id: 'p1', sku, handle: 'chai-mug', asked_at: '2026-11-26T08:00:00Z' });

/** A service that keeps who waits, and remembers what was asked. */
function aService(...waits: ReturnType<typeof notice>[]) {
  const asked: { what: string; body: unknown }[] = [];
  let items = waits;
  let refusal: object | null = null;
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/\w+-service\/api\/v1/, '') + url.search;
    const body: unknown = request.method === 'PUT' || path.endsWith('/stop') ? await request.json() : null;
    asked.push({ what: `${request.method} ${path}`, body });
    if (path === '/guests') document.cookie = 'souk_visitor=1';
    if (request.method !== 'GET' && refusal) return Response.json(refusal, { status: 422 });
    if (path.endsWith('/stop')) return new Response(null, { status: 204 });
    if (request.method === 'PUT') items = [notice((body as { sku: string | null }).sku), ...items];
    if (request.method === 'DELETE') items = [];
    return Response.json({ items });
  });
  return { asked, refuses: (body: object) => (refusal = body) };
}

function show(piece: React.ReactNode) {
  render(<SoukProvider>{piece}</SoukProvider>);
  return userEvent.setup();
}

let said: string[];
let stopListening: () => void;

beforeEach(() => {
  said = [];
  stopListening = on('shell:toast-wanted', ({ text }) => said.push(text));
});

afterEach(() => {
  cleanup();
  stopListening();
  vi.unstubAllGlobals();
  location.hash = '';
  for (const name of ['souk_session', 'souk_visitor']) document.cookie = `${name}=; max-age=0`;
  store.dispatch(api.util.resetApiState());
});

it('is asked for by a customer with one click, says so, and is taken back', async () => {
  document.cookie = 'souk_session=1';
  const { asked } = aService();
  const user = show(<BackInStock {...MUG} />);

  await user.click(await screen.findByRole('button', { name: ASK }));
  expect((await screen.findByRole('status')).textContent).toContain('We’ll write to you once it is back.');
  await user.click(screen.getByRole('button', { name: 'Undo' }));

  await screen.findByRole('button', { name: ASK });
  expect(asked).toContainEqual({ what: 'PUT /stock-notices/p1', body: { sku: 'MUG/L', handle: 'chai-mug', email: null } });
  expect(asked.at(-1)?.what).toBe('DELETE /stock-notices/p1?sku=MUG%2FL');
});

it('asks a guest where to write to, and nothing for a visitor before', async () => {
  const { asked } = aService();
  const user = show(<BackInStock {...MUG} sku={null} />);
  await user.click(screen.getByRole('button', { name: ASK }));
  expect(asked).toEqual([]);
  const field = screen.getByRole('textbox', { name: 'Your e-mail address' });
  expect(document.activeElement).toBe(field);

  await user.type(field, 'gita{Enter}');
  await screen.findByText('Type an e-mail address, such as asha@example.com.');
  await user.type(field, '@souk.example{Enter}');

  await screen.findByRole('status');
  expect(asked).toContainEqual({ what: 'PUT /stock-notices/p1', body: { sku: null, handle: 'chai-mug', email: 'gita@souk.example' } });
});

it('says beside the field what is refused of an address, and keeps what was typed', async () => {
  const service = aService();
  service.refuses({ type: 'urn:souk:email-unusable', cause: 'No mail server.', fix: 'Check it.', facts: { field: 'email' } });
  const user = show(<BackInStock {...MUG} />);
  await user.click(screen.getByRole('button', { name: ASK }));

  await user.type(screen.getByRole('textbox'), 'gita@nowhere.example{Enter}');

  await waitFor(() => expect(document.body.textContent).toContain('No mail server.'));
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('gita@nowhere.example');
});

it('waits for one variant and not for another', async () => {
  document.cookie = 'souk_visitor=1';
  aService(notice('MUG/L'));
  show([<BackInStock key="l" {...MUG} />, <BackInStock key="s" {...MUG} sku="MUG/S" />]);

  await screen.findByRole('status');

  expect(screen.getAllByRole('button', { name: ASK })).toHaveLength(1);
});

it('tells a customer who is refused why', async () => {
  document.cookie = 'souk_session=1';
  aService().refuses({ type: 'urn:souk:too-many-notices', cause: 'We write about 50.', fix: 'Take one back.' });
  const user = show(<BackInStock {...MUG} />);

  await user.click(await screen.findByRole('button', { name: ASK }));

  await waitFor(() => expect(said).toEqual(['We write about 50. Take one back.']));
});

it('stops a guest’s notices by the mail’s link, once that is confirmed', async () => {
  location.hash = '#the-token';
  const { asked } = aService();
  const user = show(<StopNoticesPage />);
  expect(asked).toEqual([]);

  await user.click(screen.getByRole('button', { name: 'Do not write to this address' }));

  await screen.findByText(/We will not write to this address/);
  expect(asked.at(-1)).toEqual({ what: 'POST /stock-notices/stop', body: { token: 'the-token' } });
});
