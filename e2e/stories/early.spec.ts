import type { Page } from '@playwright/test';
import { expect, test } from '../support/shop';

const ALL_SCRIPTS = /\/_next\/static\/chunks\/.*\.js/;

test('"Add to bag" that is pressed before any script of the page is there opens the bag with one article, and so does a key that is held', async ({ shopper }) => {
  const { page } = shopper;
  const { keyboard } = page;
  const come = await waiting(page, ALL_SCRIPTS);
  await page.goto('/products/stoneware-chai-mug', { waitUntil: 'commit' });
  const add = page.getByRole('button', { name: 'Add to bag' });
  await add.focus();
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await expect(add).toHaveAttribute('aria-busy', 'true');

  come();

  const drawer = page.getByRole('dialog', { name: 'Your bag' });
  await expect(drawer.getByText('× 1')).toBeVisible();
  await keyboard.press('Enter'); // who pressed twice to be sure closes nothing
  await expect(drawer).toBeVisible();
  await keyboard.press('Escape');
  await expect(add).toBeFocused();
  await keyboard.down('Enter');
  await expect(async () => {
    await keyboard.down('Enter'); // as a keyboard repeats it
    await expect(drawer).toBeVisible({ timeout: 50 });
  }).toPass();
  await keyboard.down('Enter');
  await keyboard.up('Enter');
  await expect(drawer.getByText('× 2')).toBeVisible();
});

for (const how of ['mouse', 'key'] as const) {
  test(`"Add to bag" that is held down with the ${how} while its code comes is one press`, async ({ shopper }) => {
    const { page } = shopper;
    const come = await waiting(page, /piece-AddToCart.*\.js/);
    await page.goto('/products/stoneware-chai-mug');
    const add = page.getByRole('button', { name: 'Add to bag' });
    await expect(add).toHaveAttribute('data-early');
    await add.focus();
    await add.hover();
    await (how === 'key' ? page.keyboard.down(' ') : page.mouse.down());

    come();
    await expect(add).not.toHaveAttribute('data-early');
    await (how === 'key' ? page.keyboard.up(' ') : page.mouse.up());

    await expect(page.getByRole('dialog', { name: 'Your bag' }).getByText('× 1')).toBeVisible();
  });
}

test('what is typed and asked for before any script of the page is there is kept, and answered when they come', async ({ shopper }) => {
  const { page } = shopper;
  const come = await waiting(page, ALL_SCRIPTS);
  await page.goto('/products/block-print-cotton-kurta?variant=Indigo', { waitUntil: 'commit' });
  const [search, pincode] = [page.getByRole('combobox', { name: 'Search products' }), page.getByLabel('Pincode')];
  await search.fill('krta');
  await pincode.fill('570001');
  await pincode.press('Enter');

  come();

  await expect(page.getByText(/Mysore.*Standard by/i)).toBeVisible();
  await expect(page).toHaveURL(/\?variant=Indigo/);
  await expect(pincode).toHaveValue('570001');
  await expect(search).toHaveValue('krta');
  await search.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('kurta');
});

/** What pages ask for from now on waits until it is called. */
async function waiting(page: Page, scripts: RegExp): Promise<() => void> {
  let come: () => void = () => undefined;
  const called = new Promise<void>((resolve) => (come = resolve));
  await page.route(scripts, async (route) => called.then(() => route.continue()));
  return come;
}
