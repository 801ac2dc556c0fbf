import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { on } from '@souk/store/signals';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Hearts } from './Hearts';
import { WishButton } from './WishButton';
import { WishlistPage } from './WishlistPage';

const MUG = { productId: 'p1', handle: 'chai-mug', title: 'Chai mug' };
const wish = (productId: string, handle: string) => ({ product_id: productId, handle, added_at: '2026-11-26T08:00:00Z' });
const PRODUCT = {
  ...{ id: 'p1', handle: 'chai-mug', title: 'Chai mug', vendor: 'Blue Kiln', price: { amount: 45000, currency: 'INR' } },
  ...{ compare_at: null, price_varies: false, image: null, colors: [], rating: null, available: true, on_sale: false },
};

/** A service that keeps a list, and remembers what was asked. */
function aList(...wishes: ReturnType<typeof wish>[]) {
  const asked: string[] = [];
  let items = wishes;
  let refusal: object | null = null;
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname.replace(/^\/\w+-service\/api\/v1/, '');
    asked.push(`${request.method} ${path}`);
    if (path === '/guests') document.cookie = 'souk_visitor=1';
    if (path === '/products/chai-mug') return Response.json(PRODUCT);
    if (path.startsWith('/products/')) return Response.json({ type: 'urn:souk:no-such-product', cause: 'Gone.', fix: 'Look on.' }, { status: 404 });
    if (request.method !== 'GET' && refusal) return Response.json(refusal, { status: 409 });
    const id = path.split('/').at(-1) ?? '';
    if (request.method === 'PUT') items = [wish(id, ((await request.json()) as { handle: string }).handle), ...items];
    if (request.method === 'DELETE') items = items.filter(({ product_id }) => product_id !== id);
    return Response.json({ items });
  });
  return { asked, refuses: (body: object) => (refusal = body) };
}

function show(page: React.ReactNode) {
  render(<SoukProvider>{page}</SoukProvider>);
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
  document.body.innerHTML = '';
  for (const name of ['souk_session', 'souk_visitor']) document.cookie = `${name}=; max-age=0`;
  store.dispatch(api.util.resetApiState());
});

it('puts a heart on every tile of a page, and asks once for all of them', async () => {
  document.cookie = 'souk_visitor=1';
  document.body.innerHTML = ['p1', 'p2', 'p3'].map((id) => `<li data-product="${id}" data-handle="h-${id}"><a>Thing ${id}</a></li>`).join('');
  const { asked } = aList(wish('p2', 'h-p2'));
  show(<Hearts />);

  await waitFor(() => expect(screen.getByRole('button', { name: 'Wishlist: Thing p2' }).getAttribute('aria-pressed')).toBe('true'));

  expect(screen.getAllByRole('button')).toHaveLength(3);
  expect(screen.getByRole('button', { name: 'Wishlist: Thing p1' }).getAttribute('aria-pressed')).toBe('false');
  expect(asked).toEqual(['GET /wishlist']);
});

it('puts a heart on each tile of a product that stands in two rows', () => {
  const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  document.body.innerHTML = '<li data-product="p1" data-handle="h"><a>Mug</a></li>'.repeat(2);
  aList();

  show(<Hearts />);

  expect(screen.getAllByRole('button', { name: 'Wishlist: Mug' })).toHaveLength(2);
  expect(complained).not.toHaveBeenCalled();
});

it('puts a heart on tiles of a row that comes later, and none is left of those that are gone', async () => {
  document.body.innerHTML = '<ul><li data-product="p1" data-handle="h1"><a>Mug</a></li></ul>';
  aList();
  show(<Hearts />);

  document.querySelector('ul')?.insertAdjacentHTML('afterbegin', '<li data-product="p2" data-handle="h2"><a>Kurta</a></li>');
  expect(await screen.findByRole('button', { name: 'Wishlist: Kurta' })).toBeTruthy();
  document.querySelector('[data-product=p1]')?.remove();

  await waitFor(() => expect(screen.queryByRole('button', { name: 'Wishlist: Mug' })).toBeNull());
  expect(screen.getAllByRole('button', { name: 'Wishlist: Kurta' })).toHaveLength(1);
});

it('asks nothing for a visitor who has no cookie, and makes them a guest with the first wish', async () => {
  const { asked } = aList();
  const user = show(<WishButton {...MUG} />);
  expect(asked).toEqual([]);

  await user.click(screen.getByRole('button', { name: 'Add to wishlist' }));

  await screen.findByRole('button', { name: 'On your wishlist' });
  expect(asked[0]).toBe('POST /guests');
  expect(asked).toContain('PUT /wishlist/p1');
  await waitFor(() => expect(said).toEqual(['Chai mug is on your wishlist.']));
});

it('says why a wish was refused, and the heart is empty again', async () => {
  document.cookie = 'souk_visitor=1';
  const list = aList();
  list.refuses({ type: 'urn:souk:too-many-wishes', cause: 'It holds 200.', fix: 'Take something off.' });
  const user = show(<WishButton {...MUG} />);

  await user.click(screen.getByRole('button', { name: 'Add to wishlist' }));

  await waitFor(() => expect(said).toEqual(['It holds 200. Take something off.']));
  expect(screen.getByRole('button', { name: 'Add to wishlist' }).getAttribute('aria-pressed')).toBe('false');
});

it('shows what is wished for, says what is sold no more, and takes either off', async () => {
  document.cookie = 'souk_session=1';
  aList(wish('p1', 'chai-mug'), wish('p9', 'long-gone'));
  const user = show(<WishlistPage />);
  await screen.findByRole('link', { name: 'Chai mug' });
  const gone = (await screen.findByText('We do not sell this any more.')).parentElement;

  await user.click(within(gone ?? document.body).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(screen.queryByText('We do not sell this any more.')).toBeNull());
  await user.click(screen.getByRole('button', { name: 'Wishlist: Chai mug' }));

  await screen.findByRole('heading', { level: 2, name: 'Nothing on it yet' });
});
