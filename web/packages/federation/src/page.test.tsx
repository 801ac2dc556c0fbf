import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { remotePage } from './page';

const load = vi.hoisted(() => vi.fn());

vi.mock('@souk/federation/runtime', () => ({ load, SoukProvider: ({ children }: { children: React.ReactNode }) => children }));

beforeEach(() => {
  history.replaceState(null, '', '/cart');
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // React reports what a boundary caught
});

afterEach(() => {
  cleanup();
  load.mockReset();
  vi.restoreAllMocks();
});

const loaded = {
  Piece: () => <h1>Your bag</h1>,
  part: { version: '1.2.3', team: 'checkout' },
};

test('a page has started its piece before it is rendered, and loads it once', async () => {
  load.mockResolvedValue(loaded);

  const CartPage = remotePage('cart/CartPage', '/cart');

  await vi.waitFor(() => expect(load).toHaveBeenCalledWith('cart/CartPage', 0), { timeout: 60_000 });
  render(<CartPage />);
  expect(await screen.findByRole('heading', { level: 1, name: 'Your bag' })).toBeTruthy();
  expect(load).toHaveBeenCalledTimes(1);
});

test('what can be read of a page before its piece has come stands there until then, and for no other page', async () => {
  let come: (piece: typeof loaded) => void = () => undefined;
  load.mockReturnValue(new Promise((resolve) => (come = resolve)));
  const CartPage = remotePage('cart/CartPage', '/cart', () => <p>Whatever you put in stays here.</p>);

  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = renderToString(<CartPage />);
  const first = screen.getByText('Whatever you put in stays here.');
  const { unmount } = render(<CartPage />, { container, hydrate: true });
  await vi.waitFor(() => expect(load).toHaveBeenCalled());
  expect(screen.getByText('Whatever you put in stays here.')).toBe(first); // drawn once
  come(loaded);
  expect(await screen.findByRole('heading', { level: 1, name: 'Your bag' })).toBeTruthy();
  expect(screen.queryByText('Whatever you put in stays here.')).toBeNull();
  unmount();

  load.mockReturnValue(new Promise(() => undefined));
  history.replaceState(null, '', '/checkout');
  render(<CartPage />);
  await vi.waitFor(() => expect(load).toHaveBeenLastCalledWith('cart/CheckoutPage', 0));
  expect(screen.queryByText('Whatever you put in stays here.')).toBeNull();
});

test('a page that is missing has a heading and a title of its own, and comes when it is tried again', async () => {
  load.mockRejectedValueOnce(new Error('no such file')).mockResolvedValue(loaded);
  const CartPage = remotePage('cart/CartPage', '/cart');

  render(<CartPage />);

  expect(await screen.findByRole('heading', { level: 1, name: 'This page did not load' })).toBeTruthy();
  expect(document.title).toBe('This page did not load · Souk');
  expect(screen.getByRole('link', { name: 'Go to the shop' }).getAttribute('href')).toBe('/');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByRole('heading', { level: 1, name: 'Your bag' })).toBeTruthy();
});

test('a page that throws has a heading too', async () => {
  load.mockResolvedValue({
    ...loaded,
    Piece: () => {
      throw new Error('bug');
    },
  });
  const CartPage = remotePage('cart/CartPage', '/cart');

  render(<CartPage />);

  expect(await screen.findByRole('heading', { level: 1, name: 'This page did not load' })).toBeTruthy();
});

const steps = {
  ...loaded,
  Piece: () => (
    <>
      <h1>Checkout</h1>
      <a href="/checkout/how">Go on</a>
      <a href="/orders">Your orders</a>
    </>
  ),
};

async function stepsAt(path: string): Promise<void> {
  load.mockResolvedValue(steps);
  history.replaceState(null, '', path);
  const CheckoutPage = remotePage('cart/CheckoutPage', '/checkout');
  render(<CheckoutPage />);
  await screen.findByRole('heading', { name: 'Checkout' });
}

const follow = (name: string) => act(() => screen.getByRole('link', { name }).click());
const nextFrame = () => new Promise(requestAnimationFrame);

test('the heading takes the focus after a soft navigation', async () => {
  await stepsAt('/checkout/where');

  await follow('Go on');
  await nextFrame();

  expect(location.pathname).toBe('/checkout/how');
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Checkout' }));
});

test('a page that is opened at an address below its path leads the focus nowhere', async () => {
  load.mockResolvedValue(loaded);
  const CheckoutPage = remotePage('cart/CheckoutPage', '/checkout');
  history.replaceState(null, '', '/checkout/pay');
  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = renderToString(<CheckoutPage />);

  render(<CheckoutPage />, { container, hydrate: true });
  await screen.findByRole('heading', { level: 1, name: 'Your bag' });
  await act(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));

  expect(document.activeElement).toBe(document.body);
});

test('the heading leaves the focus to a shopper who is faster than the frame', async () => {
  await stepsAt('/checkout/where');
  await follow('Go on');
  const orders = screen.getByRole('link', { name: 'Your orders' });
  orders.focus();

  await nextFrame();

  expect(document.activeElement).toBe(orders);
});

test('a link to another federated page, and back again, change the piece and keep the document', async () => {
  await stepsAt('/checkout/where');
  load.mockResolvedValue({ ...loaded, Piece: () => <h1>Orders</h1> });

  await follow('Your orders');

  const heading = await screen.findByRole('heading', { level: 1, name: 'Orders' });
  expect(load).toHaveBeenLastCalledWith('orders/OrdersPage', 0);
  await vi.waitFor(() => expect(document.activeElement).toBe(heading), { timeout: 60_000 });
  load.mockResolvedValue(steps);

  history.back();

  expect(await screen.findByRole('heading', { level: 1, name: 'Checkout' })).toBeTruthy();
  expect(location.pathname).toBe('/checkout/where');
});

test('the server renders one page for all addresses below its path', () => {
  const CheckoutPage = remotePage('cart/CheckoutPage', '/checkout');

  const html = renderToString(<CheckoutPage />);

  expect(html).toContain('Loading the page');
  expect(html).toContain('data-piece="cart/CheckoutPage"');
});
