import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/shop';

/** Notes the page's scripts from here on. */
function scriptsOf(page: Page): ReadonlySet<string> {
  const addresses = new Set<string>();
  page.on('request', (request) => {
    if (request.resourceType() === 'script') addresses.add(request.url());
  });
  return addresses;
}

/** Gzipped as ./souk check counts, however the gateway sends it. */
async function kilobytesOf(page: Page, addresses: Iterable<string>): Promise<number> {
  const bodies = await Promise.all([...addresses].map(async (address) => (await page.request.get(address)).body()));
  return bodies.reduce((bytes, body) => bytes + gzipSync(body).length, 0) / 1024;
}

async function scrollsToItsEnd(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('End');
    const atEnd = await page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1);
    expect(atEnd).toBe(true);
  }).toPass();
}

test('a product that is read to its end and put into the bag takes 150 KB of JavaScript at most', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.visits('/products/masala-chai-blend'); // something was looked at before, so that row comes too
  const scripts = scriptsOf(page);

  await shopper.visits('/products/block-print-cotton-kurta');
  await page.waitForLoadState('networkidle');
  await scrollsToItsEnd(page);
  await page.getByRole('radio', { name: 'Marigold' }).check({ force: true });
  await page.getByRole('radio', { name: 'L', exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Add to bag' }).click();
  await expect(page.getByRole('link', { name: /bag, 1 item/i })).toBeVisible();
  await page.waitForLoadState('networkidle');

  const kilobytes = await kilobytesOf(page, scripts);
  console.info(`A product page in all: ${kilobytes.toFixed(1)} KB of JavaScript in ${scripts.size} files`);
  expect(kilobytes).toBeLessThanOrEqual(150);
});

test('prices and counts are written without the browser’s number formats, of which the first takes a phone an eighth of a second', async ({ shopper }) => {
  const { page } = shopper;
  await page.addInitScript(() => {
    const asked: string[] = ((globalThis as { asked?: string[] }).asked = []);
    for (const name of ['NumberFormat', 'PluralRules'] as const) {
      const construct = (format: new () => object, options: unknown[]) => {
        asked.push(`${name} ${JSON.stringify(options)}`);
        return Reflect.construct(format, options) as object;
      };
      Object.assign(Intl, { [name]: new Proxy(Intl[name], { construct }) });
    }
  });
  await shopper.hasInBag('masala-chai-blend');

  for (const path of ['/', '/products', '/products/masala-chai-blend', '/cart', '/ar/cart']) {
    await shopper.visits(path);
    await expect(page.getByText('₹').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => (globalThis as { asked?: string[] }).asked), path).toEqual([]);
  }
});
