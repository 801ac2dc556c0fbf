import type { APIRequestContext } from '@playwright/test';
import { OldSite } from '../support/old-site';
import { expect, test as base } from '../support/shop';

const test = base.extend<{ old: OldSite }>({
  // Playwright wants a pattern here.
  old: async ({}, lend) => {
    const old = await OldSite.opens();
    await lend(old);
    old.closes();
  },
});

const MUG = '/products/bud-vase';

test('an old site moves over page by page, with the shop around it and no broken link', async ({ shopper, old }) => {
  const { page } = shopper;
  await old.says({ keeps: ['/support'] });
  await page.goto(`${old.url}/about-us`);
  await expect(page.getByRole('heading', { level: 1, name: 'About us' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Help' })).toBeVisible();

  await page.goto(old.url + MUG);
  await page.getByRole('group', { name: 'Colour' }).getByRole('radio', { name: 'Celadon' }).check({ force: true });
  await page.getByRole('button', { name: 'Add to bag' }).click();
  await expect(page.getByRole('link', { name: 'Bag, 1 item', includeHidden: true })).toBeAttached(); // behind the drawer
  await page.goto(`${old.url}/about-us`);

  await expect(page.getByRole('link', { name: 'Bag, 1 item' })).toBeVisible();
  expect(await lostIn(page.request, old.url)).toEqual([]);
  expect(await titleOf(page.request, `${old.url}/support`)).toBe('Old help');

  await old.says({ moved: { '/old-mug': MUG, '/journal/*': '/content/about' } });

  expect(await lostIn(page.request, old.url)).toEqual([]);
  expect(await titleOf(page.request, `${old.url}/support`)).not.toBe('Old help');
  await page.goto(`${old.url}/our-mugs`);
  await page.getByRole('link', { name: '/old-mug' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Thrown bud vase' })).toBeVisible();
  await expect(page).toHaveURL(`${old.url}${MUG}?from=mugs`);
});

/** Of the old site's pages and all that they lead to, what is not there. */
async function lostIn(request: APIRequestContext, url: string): Promise<string[]> {
  const found = new Set(['/about-us']); // grows as it is walked
  const lost: string[] = [];
  for (const path of found) {
    const answer = await request.get(url + path);
    const text = await answer.text();
    if (!answer.ok()) lost.push(`${path}: ${answer.status()}`);
    if (text.includes('/old.css')) for (const [, link = ''] of text.matchAll(/<li><a href="([^"]+)"/g)) found.add(link);
  }
  return found.size > 5 ? lost : [`Only ${found.size} pages were found.`];
}

async function titleOf(request: APIRequestContext, address: string): Promise<string | undefined> {
  return /<title>([^<]*)/.exec(await (await request.get(address)).text())?.[1];
}
