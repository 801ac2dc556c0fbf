import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';

const categories = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/product', () => ({ categories, suggestions: vi.fn() }));

afterEach(() => {
  cleanup();
  categories.mockReset();
  vi.resetModules();
});

async function frame(rendered: readonly { slug: string; name: string }[] | null) {
  const { PageFrame } = await import('./PageFrame');
  render(
    <PageFrame page="/" shell={{ categories: rendered, origin: 'http://shop' }}>
      <h1>Page</h1>
    </PageFrame>,
  );
}

test('a page that was rendered without categories asks for them itself', async () => {
  categories.mockResolvedValue({ items: [{ slug: 'mugs', name: 'Mugs' }] });

  await frame(null);

  expect((await screen.findAllByRole('link', { name: 'Mugs' })).length).toBeGreaterThan(0);
});

test('a navigation that nobody can tell says so, and does not look like a smaller shop', async () => {
  categories.mockRejectedValue(new Error('down'));

  await frame(null);

  expect(await screen.findByText(/categories did not load/)).toBeDefined();
});
