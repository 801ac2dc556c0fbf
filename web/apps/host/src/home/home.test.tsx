import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Category, ProductCard } from '@souk/api/types/product';
import { CategoryTiles } from './CategoryTiles';
import { ProductRow } from './ProductRow';

const askOr = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/server', () => ({ askOr }));

afterEach(cleanup);

const mug: ProductCard = {
  id: '1',
  handle: 'blue-mug',
  title: 'Blue mug',
  vendor: 'Khurja Kiln',
  category: { slug: 'mugs', name: 'Mugs' },
  price: { amount: 49_900, currency: 'INR' },
  compare_at: null,
  price_varies: false,
  image: null,
  colors: [],
  rating: null,
  available: true,
  on_sale: false,
  default_sku: 'MUG-BLUE',
};

test('a row links to each product and to all of its kind', () => {
  render(<ProductRow id="new" title="Just in" allHref="/products?sort=newest" products={[mug]} />);

  const row = screen.getByRole('region', { name: 'Just in' });
  expect(within(row).getByRole('link', { name: 'Blue mug' }).getAttribute('href')).toBe('/products/blue-mug');
  expect(within(row).getByRole('link', { name: 'See all: Just in' }).getAttribute('href')).toBe('/products?sort=newest');
});

test('a row that could not be loaded says so, an empty one is left out', () => {
  const { rerender, container } = render(<ProductRow id="new" title="Just in" allHref="/products" products={null} />);
  expect(screen.getByRole('alert').textContent).toContain('did not load');

  rerender(<ProductRow id="new" title="Just in" allHref="/products" products={[]} />);
  expect(container.textContent).toBe('');
});

test('a category tile counts what is in it', () => {
  const mugs: Category = { id: '1', slug: 'mugs', name: 'Mugs', image: null, product_count: 1, children: [] };

  render(<CategoryTiles categories={[mugs]} />);

  expect(screen.getByRole('listitem').textContent).toBe('Mugs1 thing');
});

test('categories that did not load are said to be missing, not left out', () => {
  render(<CategoryTiles categories={null} />);

  expect(screen.getByRole('alert').textContent).toContain('The categories did not load.');
});

test('the home page is shown without the part that failed, and is then not kept', async () => {
  const { loadHome } = await import('./load');
  askOr.mockImplementation(async (_service: string, path: string, params?: { sort?: string }) =>
    path === '/products' && params?.sort ? { problem: { status: 503 } } : { data: { items: [] } },
  );

  expect(await loadHome()).toEqual({ home: { categories: [], featured: [], newest: null }, incomplete: true });
});
