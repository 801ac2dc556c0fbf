import { expect, test } from '../support/shop';
import { Source, souk } from './from-source';

const shop = new URL(process.env.SOUK_E2E_URL ?? 'http://localhost:8888');
/** Beside the zone that the shop itself has. */
const port = 4011 + Number(shop.port) - 8888;

for (const scheme of ['https', 'http'] as const) {
  test(`pages of a zone over ${scheme}: a line of code and a text change under the eyes, and the shop stands around them`, async ({ shopper, watch }) => {
    const { page } = shopper;
    const origin = `${scheme}://localhost:${port}`;
    // A text begins its pages anew, while what was loaded may still ask for files of before.
    watch.allow(/status of 50[0-9]|WebSocket|HMR|Fast Refresh|Refused to (execute script|apply style)/i);
    const code = new Source('web/apps/products/src/product/ProductName.tsx');
    const texts = new Source('web/apps/products/src/messages/en-IN.json');
    const dev = await souk('products', ...(scheme === 'http' ? ['--http'] : []));
    try {
      await page.goto(`${origin}/products/bud-vase`);
      const name = page.getByRole('heading', { level: 1, name: 'Thrown bud vase' });
      await expect(name).toBeVisible();
      await page.getByRole('group', { name: 'Colour' }).getByRole('radio', { name: 'Celadon' }).check({ force: true });
      await page.getByRole('button', { name: 'Add to bag' }).click();
      await expect(page.getByRole('link', { name: 'Bag, 1 item', includeHidden: true })).toBeAttached();

      await page.goto(`${origin}/products/bud-vase`);
      await expect(name).toBeVisible();
      await page.evaluate(() => Object.assign(window, { stayed: true }));
      const saved = Date.now();
      code.replace('<h1', '<p>Seen as it was saved</p><h1');
      await expect(page.getByText('Seen as it was saved')).toBeVisible();
      console.log(`    ${scheme}: ${((Date.now() - saved) / 1000).toFixed(1)} s from code saved to seen`);
      expect(await page.evaluate(() => 'stayed' in window), 'the page was never loaded anew').toBe(true);
      code.putBack();
      await expect(page.getByText('Seen as it was saved')).toBeHidden();

      await page.goto(`${origin}/hi/products`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      texts.replace('"all-products": "All products"', '"all-products": "All that there is"');
      await expect
        .poll(async () => {
          await page.goto(`${origin}/products`);
          return page.getByRole('heading', { level: 1 }).textContent();
        })
        .toBe('All that there is');
    } finally {
      await page.goto('about:blank'); // before its origin goes
      code.putBack();
      texts.putBack();
      expect(await dev.end(), dev.said()).toBe(0);
    }
  });
}
