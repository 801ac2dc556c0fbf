import { beforeEach, expect, test, vi } from 'vitest';

const askOr = vi.hoisted(() => vi.fn());
const ask = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/server', () => ({ ask, askOr, publicOrigin: () => 'http://shop.test' }));

const PRODUCTS = { data: { items: [] } };
const composed = { title: 'Our market', description: 'Ours.', blocks: [{ type: 'heading', text: 'Hello' }] };

beforeEach(() => {
  askOr.mockReset();
});

async function home(page: unknown, preview = '') {
  askOr.mockImplementation(async (service: string) => (service === 'content' ? page : PRODUCTS));
  const { loadHome } = await import('./load');
  return loadHome(preview);
}

test('the home page is what its editors composed', async () => {
  expect(await home({ data: composed })).toEqual({ home: composed, incomplete: false });
});

test('while content does not answer the shop opens with the page it was built with, which is then not kept', async () => {
  const { home: shown, incomplete } = await home({ problem: { status: 503, code: 'unavailable' } });

  expect(shown.blocks.map(({ type }) => type)).toEqual(['hero', 'categories', 'product_row', 'product_row']);
  expect(incomplete).toBe(true);
});

test('a shop whose home page nobody composed keeps the built-in one', async () => {
  const { home: shown, incomplete } = await home({ problem: { status: 404, code: 'unknown-page' } });

  expect(shown.title).toContain('good things');
  expect(incomplete).toBe(false);
});

test('a preview shows the draft and is not kept', async () => {
  expect((await home({ data: composed }, '1.x')).incomplete).toBe(true);
  expect(askOr).toHaveBeenCalledWith('content', '/previews/home', { token: '1.x' });
});
