import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { SearchForm } from './SearchForm';

const suggestions = vi.hoisted(() => vi.fn());
vi.mock('@souk/api/product', () => ({ suggestions }));

afterEach(() => {
  cleanup();
  suggestions.mockReset();
});

const found = {
  categories: [{ slug: 'mugs', name: 'Mugs' }],
  products: [{ handle: 'blue-mug', title: 'Blue mug', image: null, price: { amount: 49_900, currency: 'INR' } }],
};

test('arrow keys walk through the suggestions and back to the words', async () => {
  suggestions.mockResolvedValue(found);
  render(<SearchForm />);
  const box = screen.getByRole('combobox', { name: 'Search products' });

  await userEvent.type(box, 'mug');
  const options = await screen.findAllByRole('option');
  expect(options.map(({ textContent }) => textContent)).toEqual(['Mugsin categories', 'Blue mug₹499']);

  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(box.getAttribute('aria-activedescendant')).toBe(options[1]?.id);
  await userEvent.keyboard('{ArrowDown}');
  expect(box.getAttribute('aria-activedescendant')).toBeNull();
  await userEvent.keyboard('{ArrowUp}');
  expect(box.getAttribute('aria-activedescendant')).toBe(options[1]?.id);
  await userEvent.keyboard('{Escape}');
  expect(box.getAttribute('aria-expanded')).toBe('false');
});

test('it is a plain form to the listing, whatever happens to suggestions', async () => {
  suggestions.mockRejectedValue(new Error('down'));
  render(<SearchForm />);

  await userEvent.type(screen.getByRole('combobox'), 'lamp');

  const form = screen.getByRole('search');
  expect(form.getAttribute('action')).toBe('/products');
  expect(screen.getByRole('combobox').getAttribute('name')).toBe('q');
  expect(screen.queryAllByRole('option')).toEqual([]);
});

test('words that were typed before the page could listen stay, whatever happens then', () => {
  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = renderToString(<SearchForm />);
  const box = screen.getByRole<HTMLInputElement>('combobox');
  box.value = 'krta';

  render(<SearchForm />, { container, hydrate: true });
  act(() => box.focus());

  expect(box.value).toBe('krta');
});
