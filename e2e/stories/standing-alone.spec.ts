import { expect, test } from '../support/shop';

test('the cart remote is down and the shop still sells pages', { tag: '@remotes' }, async ({ shopper, watch }) => {
  const { page } = shopper;
  watch.allow(/\/mfe\/cart\//);
  await page.route('**/mfe/cart/**', (route) => route.abort());

  await shopper.visits('/products/bud-vase');

  await expect(page.getByRole('heading', { level: 1, name: 'Thrown bud vase' })).toBeVisible();
  await expect(page.getByText(/₹/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' }).first()).toBeVisible();
});

test('a remote that comes back is mounted by trying again', { tag: '@remotes' }, async ({ shopper, watch }) => {
  const { page } = shopper;
  watch.allow(/\/mfe\/cart\//);
  await page.route('**/mfe/cart/**', (route) => route.abort());
  await shopper.visits('/cart');
  await expect(page.getByRole('button', { name: 'Try again' }).first()).toBeVisible();

  await page.unroute('**/mfe/cart/**');
  await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();

  await expect(page.getByRole('heading', { level: 1, name: /bag/i })).toBeVisible();
});

test('a remote that throws leaves the rest of the page working', { tag: '@remotes' }, async ({ shopper, watch }) => {
  const { page } = shopper;
  watch.allow(/broken on purpose|cart/);
  await page.route('**/mfe/cart/*/remoteEntry.js*', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: "throw new Error('broken on purpose');" }),
  );

  await shopper.visits('/products/bud-vase');

  await expect(page.getByRole('main').getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.getByLabel('Pincode').fill('570001');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText(/Mysore.*Standard by/i)).toBeVisible();
});

test('a remote that takes too long is given up with a message, and the page stays usable meanwhile', { tag: '@remotes' }, async ({ shopper, watch }) => {
  const { page } = shopper;
  watch.allow(/cart/);
  await page.route('**/mfe/cart/*/remoteEntry.js*', () => undefined); // never answered

  await shopper.visits('/products/bud-vase');

  await page.getByRole('group', { name: 'Colour' }).getByRole('radio', { name: 'Celadon' }).check({ force: true });
  await expect(page.getByText('Celadon', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('main').getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('home, listing and product pages can be read without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();

  await page.goto('/');
  await page.getByRole('link', { name: /Kitchen & ceramics/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Kitchen & ceramics' })).toBeVisible();
  await page.getByRole('link', { name: /Thrown bud vase/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Thrown bud vase' })).toBeVisible();
  await expect(page.getByText(/₹/).first()).toBeVisible();

  await page.goto('/products?limit=12');
  await page.getByRole('link', { name: /Next/ }).click();
  await expect(page).toHaveURL(/cursor=/);
  await context.close();
});

test('Alt+B outlines every piece of a page with its micro frontend, team and version', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.visits('/products/bud-vase');
  await expect(page.getByRole('button', { name: /wishlist/i }).first()).toBeVisible(); // the page lives

  await page.keyboard.press('Alt+b');

  // The labels are drawn by the style sheet, so no element holds their words.
  const labels = () =>
    page.evaluate(() => Array.from(document.querySelectorAll('[data-piece]'), (piece) => getComputedStyle(piece, '::after').content));
  await expect.poll(labels).toContainEqual(expect.stringMatching(/products · catalogue · \d+\.\d+\.\d+/));
  await expect.poll(labels).toContainEqual(expect.stringMatching(/cart.* · checkout · \d+\.\d+\.\d+/));
});
