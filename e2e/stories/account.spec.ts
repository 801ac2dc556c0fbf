import { codeFor, mailTo } from '../support/mailbox';
import { CARDS, expect, test } from '../support/shop';

test('a shopper signs up, opens the orders and signs out with the keyboard alone', async ({ shopper }) => {
  const { page } = shopper;
  const { keyboard } = page;
  const email = `leela-${crypto.randomUUID()}@example.com`;
  await shopper.visits('/login/new?back=%2Forders');
  await page.getByLabel('Name').focus();

  await keyboard.type('Leela Nair');
  await keyboard.press('Tab');
  await keyboard.type(email);
  await keyboard.press('Tab');
  await keyboard.type('cardamom-window-58');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Look into your mail' })).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.type(await codeFor(email, /opens your account/));
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/orders$/);
  await expect(page.getByRole('heading', { level: 2, name: 'No orders yet' })).toBeVisible();

  await page.getByRole('button', { name: /Leela/ }).focus();
  for (const name of ['Your account', 'Your orders', 'Sign out']) {
    await keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name })).toBeFocused();
  }
  await keyboard.press('Enter');

  await expect(page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a wrong password is refused in words, and the login cannot lead to another site', async ({ shopper, watch }) => {
  const { page } = shopper;
  watch.allow(/status of 401/);
  await shopper.visits('/login?back=%2F.%2F%2Felsewhere.example');
  await page.getByLabel('Email').fill('nobody@example.com');
  await page.getByLabel('Password').fill('not-the-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(/not right.*Check both/);

  watch.allow(/status of 404/); // this shop's own /elsewhere.example
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill('Kiran Das');
  const email = `kiran-${crypto.randomUUID()}@example.com`;
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill('tamarind-harbour-31');
  await page.getByRole('button', { name: 'Create account' }).click();
  await shopper.confirmsAddress(email);

  await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/elsewhere\.example$/);
});

test('a guest’s order is opened on another device by its link and by its mail, and by nothing else', async ({
  shopper,
  anotherShopper,
}) => {
  const email = `asha-${crypto.randomUUID()}@example.com`;
  await shopper.hasInBag('kulhad-cups-set');
  await shopper.visits('/checkout');
  await shopper.fillsAddress(email);
  await shopper.choosesDelivery();
  await shopper.entersCard(CARDS.succeeds);
  await shopper.placesOrder();
  await shopper.seesOrderPlaced();
  const link = await shopper.page.getByRole('link', { name: 'Follow your order' }).getAttribute('href');
  const [address = '', token = ''] = (link ?? '').split('#');
  expect(token).toMatch(/^token=.+/);

  const isShownNothing = async () => {
    await anotherShopper.visits(address);
    await expect(anotherShopper.page.getByRole('heading', { level: 1, name: 'We cannot show this order' })).toBeVisible();
  };
  await isShownNothing();
  await anotherShopper.visits(`${address}#${token}`);

  await expect(anotherShopper.page.getByRole('heading', { level: 1, name: /^Order SK-/ })).toBeVisible();
  await anotherShopper.page.reload();
  await expect(anotherShopper.page.getByRole('heading', { level: 1, name: /^Order SK-/ })).toBeVisible();

  await shopper.visits('/orders');
  await shopper.page.getByRole('link', { name: /^SK-/ }).click();
  await expect(shopper.page.getByRole('list', { name: 'Tracking' })).toBeVisible();

  const { text } = await mailTo(email, /is confirmed/);
  await anotherShopper.page.evaluate(() => [localStorage, sessionStorage].forEach((kept) => kept.clear()));
  await anotherShopper.page.context().clearCookies();
  await isShownNothing(); // as on a device that was never here
  await anotherShopper.visits(/http\S+\/orders\/\S+/.exec(text)?.[0] ?? '');
  await expect(anotherShopper.page.getByRole('heading', { level: 1, name: /^Order SK-/ })).toBeVisible();
  await mailTo(email, /was delivered/);
});
