import { axeFindings, layoutFaults } from '../support/layout';
import { CARDS, expect, test, type Shopper } from '../support/shop';

const LONG = 'Hand-block-printed Sanganeri mulmul dupatta-and-kurta festival set with gota-patti borders and matching potli';

test.use({ viewport: { width: 360, height: 740 } });

/** The shop's own bag, with longer names than the seed has. */
async function readsLongNames({ page }: Shopper): Promise<void> {
  await page.route(/\/cart-service\/api\/v1\/(cart|checkout)$/, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/"title":"([^"]*)"/g, `"title":"$1 ${LONG}"`);
    await route.fulfill({ response: answer, body });
  });
}

/** From the bag to the order, by way of every message on it; `look` is called at each of them. */
async function walksTheWholeWay(shopper: Shopper, look: () => Promise<void>): Promise<void> {
  const { page } = shopper;
  await shopper.visits('/cart');
  await page.getByRole('link', { name: 'Check out' }).waitFor();
  await look();
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('button', { name: 'Continue to delivery' }).click();
  await expect(page.getByLabel('Email')).toBeFocused();
  await look();
  await shopper.fillsAddress(`asha.${'very-long-'.repeat(8)}name@example.com`);
  await expect(page.getByRole('radio', { name: /Standard/ })).toBeVisible();
  await look();
  await shopper.choosesDelivery();
  await page.getByRole('button', { name: /^Place order/ }).click();
  await expect(page.getByLabel('Card number')).toBeFocused();
  await look();
  await shopper.entersCard(CARDS.declines);
  await shopper.placesOrder();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await look();
  await shopper.entersCard(CARDS.challenges);
  await shopper.placesOrder();
  await expect(page.getByRole('button', { name: 'Approve' })).toBeVisible();
  await look();
  await page.getByRole('button', { name: 'Approve' }).click();
  await shopper.seesOrderPlaced();
  await look();
  await page.getByRole('link', { name: 'Follow your order' }).click();
  await expect(page.getByRole('list', { name: 'Tracking' })).toBeVisible();
  await look();
  await shopper.visits('/orders');
  await expect(page.getByRole('link', { name: /^SK-/ })).toBeVisible();
  await look();
}

test('a full bag with long names, every step and every refusal fit on a small phone, and axe finds nothing', async ({ shopper, watch }) => {
  watch.allow(/status of 402/);
  await readsLongNames(shopper);
  await shopper.fillsBag(12);

  await walksTheWholeWay(shopper, async () => {
    expect(await layoutFaults(shopper.page)).toEqual([]);
    expect(await axeFindings(shopper.page)).toEqual([]);
  });
});

test('login and sign-up fit with all their messages', async ({ shopper }) => {
  const { page } = shopper;
  for (const [address, button] of [['/login', 'Sign in'], ['/login/new', 'Create account']] as const) {
    await shopper.visits(address);
    await page.getByRole('main').getByRole('button', { name: button }).click();
    await expect(page.getByText(/Write an e-mail address/)).toBeVisible();
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
  }
});

test('an order prints as a receipt: what was bought and paid, nothing that only a screen can use', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.buys('masala-chai-blend');
  await shopper.seesOrderPlaced();
  await page.getByRole('link', { name: 'Follow your order' }).click();
  await expect(page.getByRole('list', { name: 'Tracking' })).toBeVisible();

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });

  await expect(page.getByRole('heading', { level: 1, name: /^Order SK-/ })).toBeVisible();
  for (const text of [/^Placed on /, 'Masala chai blend', /^Paid by card ending 4242/, '12 MG Road']) {
    await expect(page.getByRole('main').getByText(text).first()).toBeVisible();
  }
  const onScreenOnly = ['navigation', 'search', 'button', 'contentinfo'] as const;
  for (const role of onScreenOnly) await expect(page.getByRole(role)).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Tracking' })).toHaveCount(0);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  expect(await layoutFaults(page)).toEqual([]);
});

test('bag, checkout, orders and login say in words what to do without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();

  for (const path of ['/cart', '/checkout/where', '/orders', '/login']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'This page needs JavaScript' })).toBeVisible();
    await expect(page.getByText('Loading the page')).toBeHidden();
  }
  await page.getByRole('link', { name: 'All products can be looked at without it.' }).click();
  await expect(page).toHaveURL(/\/products$/);
  await context.close();
});
