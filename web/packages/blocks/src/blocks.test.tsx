import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Block } from '@souk/api/types/content';
import type { Category, ProductCard } from '@souk/api/types/product';
import { Blocks } from './Blocks';
import { CategoryTiles } from './CategoryTiles';
import { loadBlocks } from './load';
import { ProductRow } from './ProductRow';
import type { ShownBlock } from './shown';

const askOr = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/server', () => ({ askOr }));

afterEach(() => {
  cleanup();
  document.documentElement.removeAttribute('lang');
  askOr.mockReset();
});

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

test('a category tile counts what is in it; categories that did not load are said to be missing', () => {
  const mugs: Category = { id: '1', slug: 'mugs', name: 'Mugs', image: null, product_count: 1, children: [] };

  const { rerender } = render(<CategoryTiles id="c" title="Walk" categories={[mugs]} />);
  expect(screen.getByRole('listitem').textContent).toBe('Mugs1 thing');

  rerender(<CategoryTiles id="c" title="Walk" categories={null} />);
  expect(screen.getByRole('alert').textContent).toContain('The categories did not load.');
});

test('text keeps its marks and links, and an address that could run is shown as words', () => {
  const runs = [
    { text: 'Read ' },
    { text: 'the page', bold: true, href: '/returns' },
    { text: 'not this', href: 'javascript:alert(1)' },
    { text: 'nor that', href: '//elsewhere.example' },
  ];

  const { container } = render(<Blocks blocks={[{ type: 'rich_text', text: [{ kind: 'paragraph', runs }] }]} />);

  expect(container.querySelector('strong')?.textContent).toBe('the page');
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['/returns']);
  expect(container.textContent).toBe('Read the pagenot thisnor that');
});

test('markup in a text is text', () => {
  const { container } = render(
    <Blocks blocks={[{ type: 'rich_text', text: [{ kind: 'list', items: [[{ text: '<img src=x onerror=alert(1)>' }]] }] }]} />,
  );

  expect(container.querySelector('img')).toBeNull();
  expect(screen.getByRole('listitem').textContent).toBe('<img src=x onerror=alert(1)>');
});

test('a table says its headings, and a card where it leads', () => {
  render(
    <Blocks
      blocks={[
        { type: 'table', caption: 'Sizes', rows: [['Size', 'Chest'], ['S', '86']] },
        { type: 'link_card', title: 'A map', text: 'Where we are.', href: 'https://www.openstreetmap.org/' },
      ]}
    />,
  );

  expect(screen.getByRole('columnheader', { name: 'Chest' })).toBeTruthy();
  expect(screen.getByRole('rowheader', { name: 'S' })).toBeTruthy();
  expect(screen.getByText('www.openstreetmap.org')).toBeTruthy();
});

const PICTURE = {
  id: 'p1',
  url: '/media/content/picture-0a1b2c3d4e-800.webp',
  alt: 'A potter at the wheel',
  width: 800,
  height: 600,
  color: '#b8620a',
  srcset: [{ url: '/media/content/picture-0a1b2c3d4e-800.webp', width: 800 }],
  avif: [{ url: '/media/content/picture-0a1b2c3d4e-800.avif', width: 800 }],
};

test('a picture keeps its place, says what it shows, and comes in the format that the browser knows', async () => {
  const { blocks } = await loadBlocks([{ type: 'image', media_id: 'p1', caption: 'At work' }], [PICTURE]);

  const { container } = render(<Blocks blocks={blocks} />);

  const image = screen.getByRole('img', { name: 'A potter at the wheel' });
  expect([image.getAttribute('width'), image.getAttribute('height')]).toEqual(['800', '600']);
  expect(container.querySelector('source')?.getAttribute('srcset')).toBe('/media/content/picture-0a1b2c3d4e-800.avif 800w');
  expect(screen.getByText('At work')).toBeTruthy();
});

const COMPOSED: Block[] = [
  { type: 'heading', text: 'Hello' },
  { type: 'product_row', title: 'Favourites', by: 'tag', name: 'featured', limit: 8 },
  { type: 'banner', slot: 'home' },
  { type: 'faq', title: 'Asked', topic: 'delivery', limit: 1 },
];

test('blocks are shown without what did not load, and are then not kept', async () => {
  const topics = [{ slug: 'delivery', title: 'Delivery', items: [{ id: '1' }, { id: '2' }] }];
  askOr.mockImplementation(async (service: string, path: string) => {
    if (service === 'product') return { problem: { status: 503 } };
    return { data: path === '/faqs' ? { topics } : { items: [] } };
  });

  const { blocks, incomplete } = await loadBlocks(COMPOSED);

  expect(incomplete).toBe(true);
  expect(blocks).toEqual([
    COMPOSED[0],
    { ...COMPOSED[1], products: null },
    { ...COMPOSED[2], banners: [] },
    { ...COMPOSED[3], questions: [{ id: '1' }] },
  ]);
  expect(askOr).toHaveBeenCalledWith('product', '/products', { tag: 'featured', limit: 8 });
});

test('on a page in another language, each text of a page of the shop says that it is in the shop\'s', () => {
  document.documentElement.lang = 'hi-IN';
  const blocks: ShownBlock[] = [
    { type: 'heading', level: 2, text: 'A heading' },
    { type: 'link_card', title: 'A card', text: 'To it', href: '/content/about' },
    { type: 'table', caption: 'A table', rows: [['Size'], ['Large']] },
    { type: 'points', title: 'Points', points: [{ icon: 'tag', title: 'A point', text: 'And why' }] },
    { type: 'product_row', title: 'A row', by: 'tag', name: 'new', limit: 4, products: [mug] },
    { type: 'faq', topic: 'goods', title: 'Questions', questions: [{ id: '1', topic: 'goods', question: 'Is it blue?', answer: [] }] },
  ];
  render(<Blocks blocks={blocks} />);

  for (const text of ['A heading', 'A card', 'Large', 'A point', 'And why', 'A row', 'Blue mug', 'Questions', 'Is it blue?']) {
    expect(screen.getByText(text).closest('[lang]')?.getAttribute('lang')).toBe('en-IN');
  }
  expect(screen.getByRole('link', { name: /A row$/ }).closest('[lang]')).toBe(document.documentElement);
});
