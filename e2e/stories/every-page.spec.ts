import { idsUnknownToReact, seriousFindings } from '../support/layout';
import { expect, test } from '../support/shop';

/** By what a shopper is there for; pages of one kind are looked at in one browser, which knows their scripts by then. */
const PAGES: Record<string, readonly (readonly [path: string, heading: RegExp])[]> = {
  'what is sold': [
    ['/', /./],
    ['/products', /./],
    ['/products?category=kurtas', /kurtas/i],
    ['/products?q=mug', /mug/i],
    ['/products/block-print-cotton-kurta', /block-print cotton kurta/i],
    ['/products/stoneware-chai-mug/reviews', /reviews of stoneware chai mug/i],
  ],
  'what a shopper has': [
    ['/cart', /bag/i],
    ['/checkout', /./],
    ['/orders', /orders/i],
    ['/login', /sign in/i],
  ],
  'help and texts': [
    ['/support', /how can we help/i],
    ['/support/articles/where-is-my-parcel', /where is my parcel/i],
    ['/support/new', /ask us/i],
    ['/content', /good to know/i],
    ['/content/returns', /returns/i],
    ['/content/shipping', /delivery/i],
    ['/content/size-guide', /size guide/i],
    ['/content/about', /about/i],
    ['/content/faq?about=parcel', /questions/i],
  ],
  'what is not there': [
    ['/content/no-such-page', /no such page/i],
    ['/products?category=spaceships', /no such category/i],
    ['/no-such-page', /./],
  ],
};

const WIDTHS = [
  ['desktop', { width: 1280, height: 900 }],
  ['phone', { width: 360, height: 740 }],
] as const;

for (const [kind, pages] of Object.entries(PAGES)) {
  test(`pages of ${kind}: axe finds nothing serious, nothing breaks the policy, nothing scrolls sideways`, async ({ shopper, watch }) => {
    const { page } = shopper;
    if (kind === 'what is not there') watch.allow(/status of 404/);
    for (const [path, heading] of pages) {
      await page.setViewportSize(WIDTHS[0][1]);
      const answer = await page.goto(path);
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
      await page.waitForLoadState('networkidle');

      const policy = answer?.headers()['content-security-policy'] ?? '';
      expect.soft(policy, path).toMatch(/script-src 'self'(;|$)/);
      expect.soft(policy, path).toMatch(/style-src 'self'(;|$)/);
      expect.soft(await idsUnknownToReact(page), path).toEqual([]);
      for (const [device, viewport] of WIDTHS) {
        await page.setViewportSize(viewport);
        const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect.soft(await sideways(), `${path}, ${device}`).toBeLessThanOrEqual(0);
        expect.soft(await seriousFindings(page), `${path}, ${device}`).toEqual([]);
      }
    }
  });
}
