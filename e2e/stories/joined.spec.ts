import { expect, test } from '../support/shop';

/** Of a shop that examples/sizes has joined: told by `./souk test examples`. */
test.describe('a page that is a plain web component', { tag: '@joined' }, () => {
  test('is a page of the shop: it has a heading and a title, speaks its language and leads on', async ({ shopper }) => {
    const { page } = shopper;
    await shopper.visits('/sizes?chest=90');

    await expect(page.getByRole('heading', { level: 1, name: 'Find your size' })).toBeVisible();
    await expect(page).toHaveTitle('Find your size');
    await expect(page.getByText('Size S fits you.')).toBeVisible();
    await page.getByLabel('Your chest, cm').fill('98');
    await page.getByRole('button', { name: 'See what there is in M' }).click();

    await expect(page).toHaveURL(/\/products\?option\.Size=M$/);
    await shopper.visits('/hi/sizes');
    await expect(page.getByRole('heading', { level: 1, name: 'अपना साइज़ खोजें' })).toBeVisible();
  });

  test('says whose it is', async ({ shopper }) => {
    const { page } = shopper;
    await shopper.visits('/sizes');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    await page.keyboard.press('Alt+b');

    const labels = () => page.evaluate(() => Array.from(document.querySelectorAll('[data-piece]'), (piece) => getComputedStyle(piece, '::after').content));
    await expect.poll(labels).toContainEqual(expect.stringMatching(/sizes\/SizesPage · tailors · \d+\.\d+\.\d+/));
  });

  test('may be away: the page says so, and it comes when it is tried again', async ({ shopper, watch }) => {
    const { page } = shopper;
    watch.allow(/\/mfe\/sizes\//);
    await page.route('**/mfe/sizes/**/size-chart.mjs', (route) => route.abort());
    await shopper.visits('/sizes');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();

    await page.unroute('**/mfe/sizes/**/size-chart.mjs');
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();

    await expect(page.getByRole('heading', { level: 1, name: 'Find your size' })).toBeVisible();
  });

  test('keeps its address, and makes room for another page of the shop', async ({ shopper }) => {
    const { page } = shopper;
    await shopper.visits('/sizes?chest=110');
    await expect(page.getByText('Size XL fits you.')).toBeVisible();

    await page.getByRole('link', { name: 'Bag', exact: true }).click();
    await expect(page).toHaveTitle(/bag/i);
    await page.goBack();

    await expect(page.getByText('Size XL fits you.')).toBeVisible();
    await expect(page).toHaveTitle('Find your size');
  });
});
