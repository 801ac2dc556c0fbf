// @vitest-environment node
import type { Facet, ProductCard } from '@souk/api/types/product';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ListingPage } from './ListingPage';
import { readQuery } from './query';
import { shown } from './shown';

const inr = (amount: number) => ({ amount, currency: 'INR' });

/** Every second one on sale, three colours each: a full shelf as the demo's. */
function card(at: number): ProductCard {
  return {
    id: `${at}`,
    handle: `kurta-${at}`,
    title: `Kurta ${at}`,
    vendor: 'Sanganer Print House',
    category: { slug: 'kurtas', name: 'Kurtas' },
    price: inr(189_000),
    compare_at: at % 2 ? inr(239_000) : null,
    price_varies: false,
    image: { alt: 'A kurta', url: `/media/${at}-800.webp`, color: '#98402f', width: 800, height: 1000, srcset: [] },
    colors: ['Madder', 'Indigo', 'Marigold'].map((name) => ({ name, value: '#a23b2a' })),
    rating: { average: 4.5, count: 12 },
    available: true,
    on_sale: at % 2 === 1,
    default_sku: null,
  };
}

function facet(key: string, count: number, color?: string): Facet {
  const values = Array.from({ length: count }, (_, at) => ({
    value: `${key} ${at}`,
    label: `${key} ${at}`,
    count: 9,
    selected: false,
    kind: null,
    ...(color && { color }),
  }));
  return { key, label: key, values } as Facet;
}

const counts = {
  total: 1_000,
  more: true,
  did_you_mean: null,
  facets: [facet('category', 9), facet('price', 6), facet('availability', 2), facet('option.Colour', 50, '#40527f'), facet('option.Size', 44)],
};
const listing = { query: readQuery({}), list: { items: Array.from({ length: 24 }, (_, at) => card(at)) }, counts };

test('a full page of products and filters is 600 elements at most; the shell around it has less than 100', () => {
  const html = renderToStaticMarkup(<ListingPage {...shown(listing)} />);

  expect(html).toContain('Kurta 23');
  expect(html.match(/<[a-z]/g)?.length).toBeLessThanOrEqual(600);
});

test('the browser is sent the filters, and nothing of the products that stand in the page', () => {
  const sent = JSON.stringify(shown(listing));

  expect(sent).toContain('option.Colour 49');
  expect(sent).not.toContain('Kurta');
  expect(sent.length).toBeLessThan(12_000);
});
