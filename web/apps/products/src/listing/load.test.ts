import type { Code } from '@souk/api/errors';
import { afterEach, expect, test, vi } from 'vitest';
import { loadListing } from './load';
import { readQuery } from './query';

const askOr = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/server', () => ({ askOr }));

afterEach(() => {
  askOr.mockReset();
});

type Answer = { data: object } | { problem: { code: Code } };
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
  shop({ ...nothing, '/categories': { problem: { code: 'unavailable' } } });

  expect(await loadListing(readQuery({ category: 'kurtas' }))).toHaveProperty('listing');
});

test.each([
  ['cursor-invalid', 'address'],
  ['invalid-request', 'address'],
  ['unknown-category', 'category'],
] as const)('of an address that product refuses with %s its %s is wrong', async (code, wrong) => {
  shop({ ...nothing, '/products': { problem: { code } } });

  expect(await loadListing(readQuery({ cursor: 'made-up' }))).toEqual({ wrong });
});

test.each(['unavailable', 'timeout', 'too-many', 'http-429'] as const)('a product that says %s may answer the same address later', async (code) => {
  shop({ ...nothing, '/products': { problem: { code } } });

  expect(await loadListing(readQuery({}))).toMatchObject({ listing: { list: null }, incomplete: true });
});
