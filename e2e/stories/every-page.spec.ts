import { idsUnknownToReact, seriousFindings } from '../support/layout';
import { expect, test } from '../support/shop';

const PAGES = [
  { path: '/', ready: /./ },
  { path: '/products', ready: /./ },
  { path: '/products?category=kurtas', ready: /kurtas/i },
  { path: '/products?q=mug', ready: /mug/i },
  { path: '/products/block-print-cotton-kurta', ready: /block-print cotton kurta/i },
  { path: '/products/stoneware-chai-mug/reviews', ready: /reviews of stoneware chai mug/i },
  { path: '/cart', ready: /bag/i },
  { path: '/checkout', ready: /./ },
  { path: '/orders', ready: /orders/i },
  { path: '/login', ready: /sign in/i },
  { path: '/support', ready: /how can we help/i },
  { path: '/support/articles/where-is-my-parcel', ready: /where is my parcel/i },
  { path: '/support/new', ready: /ask us/i },
  { path: '/content', ready: /good to know/i },
  { path: '/content/returns', ready: /returns/i },
  { path: '/content/shipping', ready: /delivery/i },
  { path: '/content/size-guide', ready: /size guide/i },
  { path: '/content/about', ready: /about/i },
  { path: '/content/faq?about=parcel', ready: /questions/i },
  { path: '/content/no-such-page', ready: /no such page/i },
  { path: '/products?category=spaceships', ready: /no such category/i },
  { path: '/no-such-page', ready: /./ },
] as const;

const WIDTHS = [
  ['desktop', { width: 1280, height: 900 }],
  ['phone', { width: 360, height: 740 }],
] as const;

for (const { path, ready } of PAGES) {
  test(`${path}: axe finds nothing serious, nothing breaks the policy, nothing scrolls sideways`, async ({ shopper, watch }) => {
    const { page } = shopper;
    if (/no-such|spaceships/.test(path)) watch.allow(/status of 404/);
    const answer = await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: ready })).toBeVisible();
    await page.waitForLoadState('networkidle');

    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/style-src 'self'(;|$)/);
    expect(await idsUnknownToReact(page)).toEqual([]);
    for (const [device, viewport] of WIDTHS) {
      await page.setViewportSize(viewport);
      const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(await sideways(), device).toBeLessThanOrEqual(0);
      expect(await seriousFindings(page), device).toEqual([]);
    }
  });
}

test('a shopper reaches the bag with the keyboard alone', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.visits('/products/masala-chai-blend');
  const add = page.getByRole('button', { name: 'Add to bag' });
  await expect(add).toBeEnabled(); // until the cart's own button has come, a disabled one stands in its place

  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await add.focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Your bag' });
  await expect(drawer.getByRole('link', { name: 'See bag' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(add).toBeFocused();
  await page.getByRole('link', { name: /bag, 1 item/i }).focus();
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: /bag/i })).toBeVisible();
});
