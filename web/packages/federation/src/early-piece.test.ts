import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { forgetRegistry, registry } from './registry';

const source = readFileSync(join(import.meta.dirname, 'early-piece.js'), 'utf8');
const asked = () => [...document.head.querySelectorAll('link')].map(({ href, as }) => `${as} ${new URL(href).pathname}`);

/** As the browser does it: no module, no bundler. */
function run(piece: string): void {
  const script = Object.assign(document.createElement('script'), { type: 'inert' });
  script.dataset['piece'] = piece;
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(script);
  new Function(source)();
}

const remotes = {
  cart: {
    entry: '/mfe/cart/7f/remoteEntry.js',
    version: '0.1.0',
    team: 'checkout',
    texts: {},
    pieces: { CartPage: ['static/piece-CartPage.js', 'static/piece-CartPage.css'], MiniCart: ['static/piece-MiniCart.js'] },
    piece_texts: { CartPage: { 'en-IN': ['static/texts/en-IN.js'], ar: ['static/texts/ar.js'] } },
  },
};

afterEach(() => {
  document.head.replaceChildren();
  document.documentElement.lang = '';
  forgetRegistry();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('what the page\'s piece needs, in the page\'s language, is asked for before any other code is there, and the registry once', async () => {
  document.documentElement.lang = 'ar';
  const fetched = vi.fn(() => Promise.resolve(Response.json(remotes)));
  vi.stubGlobal('fetch', fetched);

  run('cart/CartPage');

  expect((await registry())['cart']?.entry).toBe('/mfe/cart/7f/remoteEntry.js');
  const folder = '/mfe/cart/7f';
  expect(asked()).toEqual([
    `script ${folder}/remoteEntry.js`,
    `script ${folder}/static/piece-CartPage.js`,
    `style ${folder}/static/piece-CartPage.css`,
    `script ${folder}/static/texts/ar.js`,
  ]);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test.each([
  ['the shop does not answer', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['it refuses', () => Promise.resolve(new Response('', { status: 404 }))],
  ['it has no such piece', () => Promise.resolve(Response.json({}))],
  ['it says something else', () => Promise.resolve(new Response('<html>'))],
])('where %s, the piece\'s own code asks again', async (_what, reply) => {
  vi.stubGlobal('fetch', vi.fn(reply));
  run('cart/CartPage');
  await window.soukRemotes;
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(remotes)));

  expect(Object.keys(await registry())).toEqual(['cart']);
  expect(asked()).toEqual([]);
});
