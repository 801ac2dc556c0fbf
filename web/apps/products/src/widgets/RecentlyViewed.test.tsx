import { chooseConsent } from '@souk/store/consent';
import { rememberViewed } from '@souk/store/recently-viewed';
import { emit } from '@souk/store/signals';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RecentlyViewed } from './RecentlyViewed';

beforeEach(() => {
  localStorage.clear();
  for (const handle of ['mug', 'lamp']) rememberViewed({ handle, title: `A ${handle}`, image: null });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  document.cookie = 'souk_session=; max-age=0';
});

/** A viewport that what is observed comes near to when told so, and services that know of other devices. */
function elsewhere(answer: () => Response) {
  const asked: string[] = [];
  let comesNear = () => undefined as void;
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(seen: (entries: { isIntersecting: boolean }[]) => void) {
        comesNear = () => seen([{ isIntersecting: true }]);
      }
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(new Request(input, init).url);
    asked.push(url.pathname.replace(/^\/\w+-service\/api\/v1/, '') + url.search);
    if (url.pathname.endsWith('/me/viewed')) return answer();
    return Response.json({ items: [{ handle: 'shawl', title: 'A shawl', image: null }] });
  });
  return { asked, comesNear: () => act(() => comesNear()) };
}

const titles = () => screen.getAllByRole('link').map(({ textContent }) => textContent);

test('what a customer saw on other devices comes along once the row comes near, in its order', async () => {
  document.cookie = 'souk_session=1';
  chooseConsent('given');
  const { asked, comesNear } = elsewhere(() => Response.json({ handles: ['shawl', 'mug', 'gone'] }));
  render(<RecentlyViewed />);
  expect(titles()).toEqual(['A lamp', 'A mug']);
  expect(asked).toEqual([]);

  comesNear();

  await waitFor(() => expect(titles()).toEqual(['A lamp', 'A shawl', 'A mug']));
  expect(asked).toEqual(['/me/viewed', '/cards?handles=shawl%2Cgone']);
});

test('where nobody answers, what this browser knows stays', async () => {
  document.cookie = 'souk_session=1';
  chooseConsent('given');
  const { asked, comesNear } = elsewhere(() => Response.json({}, { status: 404 }));
  render(<RecentlyViewed />);

  comesNear();

  await waitFor(() => expect(asked).toContain('/me/viewed'));
  expect(titles()).toEqual(['A lamp', 'A mug']);
});

test.each([
  ['a guest', '', 'given'],
  ['a customer whose visits are not counted', 'souk_session=1', 'refused'],
] as const)('nothing is asked for %s', (_who, cookie, choice) => {
  if (cookie) document.cookie = cookie;
  chooseConsent(choice);
  const { asked, comesNear } = elsewhere(() => Response.json({ handles: [] }));
  render(<RecentlyViewed />);

  comesNear();

  expect(asked).toEqual([]);
});

test('what was looked at is shown, but not the product of this page', () => {
  render(<RecentlyViewed except="mug" />);

  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['A lamp']);
});

test('nothing of it stays on a page that is open when somebody signs out', () => {
  const { container } = render(<RecentlyViewed />);
  expect(screen.getAllByRole('link')).toHaveLength(2);

  act(() => emit('auth:signed-out', null));

  expect(container.textContent).toBe('');
});
