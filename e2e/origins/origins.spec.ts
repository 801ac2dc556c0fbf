import { expect, test } from '../support/shop';
import { origins } from './origins';

const shop = new URL(process.env.SOUK_E2E_URL ?? 'http://localhost:8888').origin;
const NEVER_CHANGES = /^\/mfe\/[a-z]+\/[0-9a-f]{16}\/|^(\/[a-z]+)?\/(_next\/static|texts)\//;
const PAGES = ['/', '/products', '/products/bud-vase', '/content/about', '/hi/products', '/ar', '/cart', '/login', '/orders', '/account', '/support'];

test('scripts, styles and fonts of every page come from the network that delivers them, and nothing else does', async ({ shopper }) => {
  const { page } = shopper;
  const asked: URL[] = [];
  page.on('response', (answer) => asked.push(new URL(answer.url())));
  for (const path of PAGES) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  const files = asked.filter(({ pathname }) => /\.(js|css|woff2)$/.test(pathname));
  expect(files.filter(({ origin }) => origin !== origins.assets).map(String)).toEqual([]);
  const delivered = asked.filter(({ origin }) => origin === origins.assets).map(({ pathname }) => pathname);
  expect(delivered.filter((path) => !NEVER_CHANGES.test(path))).toEqual([]);
  for (const kind of [/^\/mfe\/cart\/.*remoteEntry\.js$/, /^\/mfe\/cart\/.*piece-.*\.css$/, /^\/products\/_next\/.*\.css$/, /\/texts\/hi/, /\.woff2$/]) {
    expect(delivered.some((path) => kind.test(path)), String(kind)).toBe(true);
  }
});

test('no page runs what comes from another origin, also where the list of remotes names it', async ({ shopper, watch }) => {
  const { page } = shopper;
  watch.allow(/violates the following Content Security Policy|cart/);
  await page.route('**/mfe/remotes.json', async (route) => {
    const remotes = (await (await route.fetch()).json()) as Record<string, { entry: string }>;
    const cart = { ...remotes['cart'], entry: `${origins.pictures}/mfe/cart/0123456789abcdef/remoteEntry.js` };
    await route.fulfill({ json: { ...remotes, cart } });
  });
  const strangers: string[] = [];
  page.on('request', (request) => request.url().startsWith(origins.pictures) && strangers.push(request.url()));

  await page.goto('/cart');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(strangers).toEqual([]);

  const ran = await page.evaluate(async (address) => {
    const script = Object.assign(document.createElement('script'), { src: address });
    const over = new Promise((resolve) => (script.onload = script.onerror = resolve));
    document.head.append(script);
    await over;
    return 'strangerRan' in globalThis;
  }, `${origins.pictures}/stranger.js`);
  expect(ran).toBe(false);
});

test('a portal reads what services answer from its own origin, and no other origin does', async ({ page, watch }) => {
  watch.over(page);
  watch.allow(/blocked by CORS policy|ERR_FAILED|status of 403/);
  const cached = `${shop}/product-service/api/v1/products?limit=1`;
  const login = `${shop}/user-service/api/v1/auth/seller/login`; // cookies are given to the shop's own pages alone
  await page.goto(origins.pictures);
  expect(await page.evaluate(asks, [cached])).toBe('refused'); // and what the gateway keeps of it is no one's own

  await page.goto(origins.seller);
  expect(await page.evaluate(asks, [cached])).toBe('200 application/json');
  expect(await page.evaluate(asks, [cached])).toBe('200 application/json'); // from what the gateway keeps
  const wrong = JSON.stringify({ email: 'nobody@example.com', password: 'not-the-password' });
  expect(await page.evaluate(asks, [login, wrong])).toBe('403 application/problem+json');

  await page.goto(origins.pictures);
  expect(await page.evaluate(asks, [cached])).toBe('refused');
  expect(await page.evaluate(asks, [login, wrong])).toBe('refused');
});

test('pages show pictures of the hosts that souk.toml names, and of no others', async ({ shopper, watch }) => {
  watch.allow(/violates the following Content Security Policy/);
  const { page } = shopper;
  await page.goto('/content/about');

  expect(await page.evaluate(shows, `${origins.pictures}/mug.svg`)).toBe(true);
  expect(await page.evaluate(shows, `${origins.seller}/mug.svg`)).toBe(false);
});

/** As a page's script does: with a header that asks leave first, and with cookies. */
async function asks([address = '', body]: string[]): Promise<string> {
  const headers = { 'x-device-info': 'portal', ...(body ? { 'content-type': 'application/json' } : {}) };
  try {
    const answer = await fetch(address, { method: body ? 'POST' : 'GET', credentials: 'include', headers, body: body ?? null });
    return `${answer.status} ${(answer.headers.get('content-type') ?? '').split(';')[0]}`;
  } catch {
    return 'refused';
  }
}

function shows(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const picture = new Image();
    picture.onload = () => resolve(true);
    picture.onerror = () => resolve(false);
    picture.src = address;
  });
}
