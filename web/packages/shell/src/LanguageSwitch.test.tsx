import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LanguageSwitch } from './LanguageSwitch';

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/hi/products?q=mug');
  document.documentElement.lang = 'hi-IN';
});

afterEach(() => {
  cleanup();
  document.documentElement.removeAttribute('lang');
});

test('the same page is offered in every language, by its own name', () => {
  render(<LanguageSwitch />);

  expect(screen.getByRole('link', { name: 'English' }).getAttribute('href')).toBe('/products?q=mug');
  expect(screen.getByRole('link', { name: 'العربية' }).getAttribute('href')).toBe('/ar/products?q=mug');
  expect(screen.getByRole('link', { name: 'हिन्दी' }).getAttribute('aria-current')).toBe('true');
});

test('who chose another language once is led to it by a link, and by nothing else', async () => {
  render(<LanguageSwitch />);
  document.addEventListener('click', (click) => click.preventDefault(), { once: true });

  await userEvent.setup().click(screen.getByRole('link', { name: 'العربية' }));
  dispatchEvent(new Event('pageshow'));

  const offer = await screen.findByRole('link', { name: /^यह पेज .?العربية.? में देखें$/ });
  expect(offer.getAttribute('href')).toBe('/ar/products?q=mug');
  expect(location.pathname).toBe('/hi/products');
});
