import { api } from '@souk/api';
import { SoukProvider, store } from '@souk/store';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aCart, aShop } from '../checkout/tests/shop';
import { AddToCart } from './AddToCart';

const drawer = vi.hoisted(() => ({ comes: (): void => undefined }));

vi.mock('./BagDrawer', async (original) => {
  await new Promise<void>((resolve) => (drawer.comes = resolve));
  return original();
});

function aShopThatRefuses(code: string, cause: string) {
  const problem = { type: `urn:souk:${code}`, cause, fix: 'Remove one that you no longer want.' };
  vi.stubGlobal('fetch', async () => Response.json(problem, { status: 409 }));
  render(
    <SoukProvider>
      <AddToCart sku="mug" title="Chai mug" available />
    </SoukProvider>,
  );
}

beforeEach(() => {
  document.cookie = 'souk_visitor=1';
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  store.dispatch(api.util.resetApiState());
});

it('tells a limit of the bag and leads to where it can be mended', async () => {
  aShopThatRefuses('cart-full', 'A bag holds 100 different articles at most.');

  await userEvent.click(screen.getByRole('button', { name: 'Add to bag' }));

  expect((await screen.findByRole('alert')).textContent).toContain('A bag holds 100 different articles at most.');
  expect(screen.getByRole('link', { name: 'See bag' }).getAttribute('href')).toBe('/cart');
});

it('sends nobody to the bag about what the bag cannot mend', async () => {
  aShopThatRefuses('unknown-sku', 'This article is no longer sold.');

  await userEvent.click(screen.getByRole('button', { name: 'Add to bag' }));

  await screen.findByRole('alert');
  expect(screen.queryByRole('link', { name: 'See bag' })).toBeNull();
});

it('takes a second press as part of the first until the drawer is there', async () => {
  const asked = aShop({ 'POST /cart/items': { body: aCart(null) }, 'GET /cart': { body: aCart(null) } });
  render(
    <SoukProvider>
      <AddToCart sku="mug" title="Chai mug" available />
    </SoukProvider>,
  );
  const button = screen.getByRole('button', { name: 'Add to bag' });

  await userEvent.click(button);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await userEvent.click(button);
  drawer.comes();

  expect(await screen.findByText('Chai mug is in your bag.')).toBeTruthy();
  expect(button.getAttribute('aria-busy')).toBeNull();
  expect(asked.filter(({ call }) => call.startsWith('POST'))).toHaveLength(1);
});
