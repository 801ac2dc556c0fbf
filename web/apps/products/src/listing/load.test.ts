import { afterEach, expect, test, vi } from 'vitest';
import { loadListing } from './load';
import { readQuery } from './query';

const askOr = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/server', () => ({ askOr }));

afterEach(() => {
  askOr.mockReset();
});

type Answer = { data: object } | { problem: { status: number } };
const category = (slug: string, children: object[] = []) => ({ slug, name: slug, children });

function shop(answers: Record<string, Answer>) {
  askOr.mockImplementation(async (_service: string, path: string) => answers[path]);
}

const nothing = { '/products': { data: { items: [] } }, '/products/facets': { data: { total: 0, facets: [] } } };

test('a category that the shop has not is told apart from one that is empty', async () => {
  shop({ ...nothing, '/categories': { data: { items: [category('clothing', [category('kurtas')])] } } });

  expect(await loadListing(readQuery({ category: 'spaceships' }))).toEqual({ wrong: 'category' });
  expect(await loadListing(readQuery({ category: 'kurtas' }))).toMatchObject({ listing: { list: { items: [] } } });
});

test('while nobody can tell the categories, an empty list stays a list', async () => {
  shop({ ...nothing, '/categories': { problem: { status: 503 } } });

  expect(await loadListing(readQuery({ category: 'kurtas' }))).toHaveProperty('listing');
});

test('an address that product cannot read is wrong, a product that is silent is not', async () => {
  shop({ ...nothing, '/products': { problem: { status: 400 } } });
  expect(await loadListing(readQuery({ cursor: 'made-up' }))).toEqual({ wrong: 'address' });

  shop({ ...nothing, '/products': { problem: { status: 503 } } });
  expect(await loadListing(readQuery({}))).toMatchObject({ listing: { list: null }, incomplete: true });
});
