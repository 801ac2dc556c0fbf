import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { remotePage } from './page';

const load = vi.hoisted(() => vi.fn());
const router = vi.hoisted(() => ({ asPath: '/cart', isReady: true }));

vi.mock('./runtime', () => ({ load, SoukProvider: ({ children }: { children: React.ReactNode }) => children }));
vi.mock('next/router', () => ({ useRouter: () => router }));

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // React reports what a boundary caught
});

afterEach(() => {
  cleanup();
  load.mockReset();
  router.asPath = '/cart';
  vi.restoreAllMocks();
});

const loaded = {
  Piece: () => <h1>Your bag</h1>,
  entry: { entry: '/mfe/cart/remoteEntry.js', version: '1.2.3', team: 'checkout' },
};

test('a page has started its piece before it is rendered, and loads it once', async () => {
  load.mockResolvedValue(loaded);

  const CartPage = remotePage('cart/CartPage', '/cart');

  await vi.waitFor(() => expect(load).toHaveBeenCalledWith('cart/CartPage', 0), { timeout: 60_000 });
  render(<CartPage />);
  expect(await screen.findByRole('heading', { level: 1, name: 'Your bag' })).toBeTruthy();
  expect(load).toHaveBeenCalledTimes(1);
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
      <button type="button">Go on</button>
    </>
  ),
};

async function movesSoftlyTo(path: string): Promise<void> {
  load.mockResolvedValue(steps);
  const CheckoutPage = remotePage('cart/CheckoutPage', '/checkout');
  router.asPath = '/checkout/where';
  const { rerender } = render(<CheckoutPage />);
  await screen.findByRole('heading', { name: 'Checkout' });
  router.asPath = path;
  rerender(<CheckoutPage />);
}

const nextFrame = () => new Promise(requestAnimationFrame);

test('the heading takes the focus after a soft navigation', async () => {
  await movesSoftlyTo('/checkout/how');

  await nextFrame();

  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Checkout' }));
});

test('the heading leaves the focus to a shopper who is faster than the frame', async () => {
  await movesSoftlyTo('/checkout/how');
  const goOn = screen.getByRole('button', { name: 'Go on' });
  goOn.focus();

  await nextFrame();

  expect(document.activeElement).toBe(goOn);
});
