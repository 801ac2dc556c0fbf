import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Remote } from './Remote';

const part = { version: '1.2.3', team: 'checkout' };
const load = vi.hoisted(() => vi.fn());

vi.mock('@souk/federation/runtime', () => ({ load, SoukProvider: ({ children }: { children: ReactNode }) => children }));

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // React reports what a boundary caught
});

afterEach(() => {
  cleanup();
  load.mockReset();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const miniCart = (
  <>
    <Remote id="cart/MiniCart" props={{}} eager placeholder={<p>Bag</p>} />
    <p>The rest of the page</p>
  </>
);

function Piece() {
  return <p>Bag, 2 items</p>;
}

test('a piece takes the place of its placeholder and names its team and version', async () => {
  load.mockResolvedValue({ Piece, part });

  render(miniCart);

  expect(screen.getByText('Bag')).toBeTruthy();
  const piece = await screen.findByText('Bag, 2 items');
  expect(piece.closest('[data-piece]')?.getAttribute('data-piece')).toBe('cart/MiniCart · checkout · 1.2.3');
});

test('a missing piece leaves the page standing, says so, and comes back on retry', async () => {
  load.mockRejectedValueOnce(new Error('no such file')).mockResolvedValue({ Piece, part });
  render(miniCart);

  await screen.findByRole('alert');
  expect(screen.getByText('The rest of the page')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByText('Bag, 2 items')).toBeTruthy();
  expect(load).toHaveBeenLastCalledWith('cart/MiniCart', 1);
});

const addToBag = <Remote id="cart/MiniCart" props={{}} eager placeholder={<button data-early="">Add to bag</button>} />;

test('what was focused and pressed before its piece was there is pressed once when it has come', async () => {
  const add = vi.fn();
  let arrive: (loaded: unknown) => void = () => undefined;
  load.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
  const { rerender } = render(addToBag);
  const early = screen.getByRole('button', { name: 'Add to bag' });

  early.focus();
  early.setAttribute('aria-busy', 'true'); // as first-paint.js of @souk/shell marks it
  arrive({ Piece: () => <button onClick={add}>Add to bag now</button>, part });

  const own = await screen.findByRole('button', { name: 'Add to bag now' });
  expect(document.activeElement).toBe(own);
  expect(add).toHaveBeenCalledOnce();
  rerender(addToBag);
  expect(add).toHaveBeenCalledOnce();
});

test.each([
  ['a mouse on it', ['mouseup'], true, 1],
  ['the key', ['keyup'], true, 1],
  ['a mouse that was moved away', ['mouseup'], false, 0],
  ['a finger, which the browser makes a click of', ['touchend', 'mouseup'], true, 0],
])('what is held down while its piece comes is pressed with the release of %s', async (_what, releases, isOnIt, times) => {
  const add = vi.fn();
  let arrive: (loaded: unknown) => void = () => undefined;
  load.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
  render(addToBag);

  vi.spyOn(screen.getByRole('button', { name: 'Add to bag' }), 'matches').mockImplementation((selector) => selector === ':active');
  arrive({ Piece: () => <button onClick={add}>Add to bag now</button>, part });
  const own = await screen.findByRole('button', { name: 'Add to bag now' });
  expect(add).not.toHaveBeenCalled();
  const laterOnes = releases;
  for (const type of [...releases, ...laterOnes]) (isOnIt ? own : document.body).dispatchEvent(new Event(type, { bubbles: true }));

  expect(add).toHaveBeenCalledTimes(times);
});

test('a piece that nobody pressed early is not pressed, and the focus stays where it is', async () => {
  const add = vi.fn();
  load.mockResolvedValue({ Piece: () => <button onClick={add}>Add to bag now</button>, part });

  render(addToBag);

  await screen.findByRole('button', { name: 'Add to bag now' });
  expect(add).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(document.body);
});

test('a press is over with the message that its piece is missing', async () => {
  const add = vi.fn();
  load.mockRejectedValueOnce(new Error('no such file')).mockResolvedValue({ Piece: () => <button onClick={add}>Add to bag now</button>, part });
  render(addToBag);
  screen.getByRole('button', { name: 'Add to bag' }).setAttribute('aria-busy', 'true');

  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));

  await screen.findByRole('button', { name: 'Add to bag now' });
  expect(add).not.toHaveBeenCalled();
});

test('a throwing piece leaves the page standing', async () => {
  const Broken = () => {
    throw new Error('bug');
  };
  load.mockResolvedValue({ Piece: Broken, part });

  render(miniCart);

  await screen.findByRole('alert');
  expect(screen.getByText('The rest of the page')).toBeTruthy();
});

test('a piece that takes longer than 8 seconds is said to be missing, and still mounts when it comes', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let arrive: (loaded: unknown) => void = () => undefined;
  load.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
  render(miniCart);

  await vi.advanceTimersByTimeAsync(7_900);
  expect(screen.queryByRole('alert')).toBeNull();
  await vi.advanceTimersByTimeAsync(200);

  expect(await screen.findByRole('alert')).toBeTruthy();
  arrive({ Piece, part });

  expect(await screen.findByText('Bag, 2 items')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a piece that many never scroll to is loaded once what it belongs to comes near the screen', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  load.mockResolvedValue({ Piece, part });
  let watched: Element | undefined;
  let tell: (entries: { isIntersecting: boolean }[]) => void = () => undefined;
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      disconnect = vi.fn();
      constructor(seen: typeof tell) {
        tell = seen;
      }
      observe(place: Element) {
        watched = place;
      }
    },
  );
  render(
    <>
      <p data-product="1">Mug</p>
      <Remote id="cart/MiniCart" props={{}} near="[data-product]" />
    </>,
  );
  expect(watched?.textContent).toBe('Mug');

  tell([{ isIntersecting: false }]);
  await vi.advanceTimersByTimeAsync(300);
  expect(load).not.toHaveBeenCalled();
  tell([{ isIntersecting: true }]);

  expect(await screen.findByText('Bag, 2 items')).toBeTruthy();
  vi.unstubAllGlobals();
});
