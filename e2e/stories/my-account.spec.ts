import { codeAt, stepNow } from '../support/authenticator';
import { axeFindings, layoutFaults } from '../support/layout';
import { expect, test } from '../support/shop';

test('what a newcomer wishes for is kept where she leaves the page at once', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.visits('/products?q=kulhad');
  await page.route('**/user-service/api/v1/guests', () => undefined); // not answered while this page is there
  const asksForGuest = page.waitForRequest('**/user-service/api/v1/guests');
  await page.getByRole('button', { name: /^Wishlist: .*kulhad/i }).first().click();
  await asksForGuest;
  await page.unroute('**/user-service/api/v1/guests');

  await page.getByRole('link', { name: /kulhad/i }).first().click();

  await expect(page.getByRole('button', { name: 'On your wishlist' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'On your wishlist' })).toBeVisible();
});

test('the wishlist of a guest comes along to the login', async ({ shopper }) => {
  const { email, password } = await shopper.signsUp('Meera Iyer');
  const { page } = shopper;
  await page.context().clearCookies();
  await shopper.visits('/products?q=kulhad');
  const heart = page.getByRole('button', { name: /^Wishlist: .*kulhad/i }).first();
  await heart.click();
  await expect(heart).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText(/kulhad.* is on your wishlist/i)).toBeVisible(); // a heart is drawn before it is answered
  await shopper.visits('/products/block-print-cotton-kurta');
  await page.getByRole('button', { name: 'Add to wishlist' }).click();
  await expect(page.getByRole('button', { name: 'On your wishlist' })).toBeVisible();
  await expect(page.getByText(/kurta.* is on your wishlist/i)).toBeVisible();

  await shopper.visits('/login?back=%2Faccount%2Fwishlist');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Wishlist' })).toBeVisible();
  await expect(page.getByRole('link', { name: /kurta/i })).toBeVisible();
  await expect(page.getByRole('link', { name: /kulhad/i })).toBeVisible();
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
});

test('a shopper signs out another device, on a phone', async ({ shopper, anotherShopper, watch }) => {
  watch.allow(/status of 401/);
  const { email, password } = await shopper.signsUp('Meera Iyer');
  await anotherShopper.visits('/login?back=%2Forders');
  await anotherShopper.page.getByLabel('Email').fill(email);
  await anotherShopper.page.getByLabel('Password').fill(password);
  await anotherShopper.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(anotherShopper.page.getByRole('button', { name: /Meera/ })).toBeVisible();
  const { page } = shopper;
  await page.setViewportSize({ width: 360, height: 740 });

  await shopper.visits('/account');
  await page.getByRole('main').getByRole('link', { name: 'Security' }).last().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeFocused();
  await expect(page.getByText('This device')).toBeVisible();
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^Sign out (?!everywhere)/ }).click();
  await expect(page.getByRole('status').filter({ hasText: /is signed out/ })).toBeVisible();

  // What was signed in is so for ten minutes at most: then its tokens are renewed, or not.
  await anotherShopper.page.context().clearCookies({ name: 'souk_access_customer' });
  await anotherShopper.visits('/orders');
  await expect(anotherShopper.page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: /^Sign out/ })).toHaveCount(0);
});

test('an authenticator is asked for beside the password, and a recovery code lets in once without it', async ({ shopper, watch }) => {
  watch.allow(/status of 401/); // the recovery code that is used a second time
  const { email, password } = await shopper.signsUp('Meera Iyer');
  const { page } = shopper;
  await shopper.visits('/account/security/authenticator');
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('img', { name: 'QR code for your authenticator' })).toBeVisible();
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFindings(page)).toEqual([]);
  const [secret, step] = [await page.getByText(/^No camera\?/).locator('code').innerText(), stepNow()];
  await page.getByLabel('The code that it shows').fill(codeAt(secret, step));
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByRole('heading', { name: 'Keep these recovery codes' })).toBeFocused();
  const recovery = await page.getByRole('main').getByRole('listitem').locator('code').first().innerText();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText(/recovery codes are left/)).toBeVisible();

  const types = async (label: string, code: string) => {
    await page.getByLabel(label).fill(code);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const signsIn = async () => {
    await page.context().clearCookies();
    await shopper.visits('/login?back=%2Faccount');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'One more step' })).toBeVisible();
  };
  await signsIn();
  expect(await axeFindings(page)).toEqual([]);
  await types('Code of your authenticator', codeAt(secret, step + 1));
  await expect(page.getByRole('button', { name: /Meera/ })).toBeVisible();

  await signsIn();
  await page.getByRole('link', { name: 'No phone at hand?' }).click();
  await types('Recovery code', recovery);
  await expect(page.getByRole('button', { name: /Meera/ })).toBeVisible();

  await signsIn();
  await page.getByRole('link', { name: 'No phone at hand?' }).click();
  await types('Recovery code', recovery);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Recovery code')).toHaveValue(recovery);
});

test('all of an order comes into the bag again by one press', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.buys('stoneware-chai-mug', { Colour: 'Sand' });
  await shopper.seesOrderPlaced();
  await page.getByRole('link', { name: 'Follow your order' }).click();

  await page.getByRole('button', { name: 'Order all of it again' }).click();

  await expect(page.getByRole('heading', { name: '1 article is in your bag' })).toBeFocused();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('main').getByRole('link', { name: /bag/i }).click();
  await expect(page.getByRole('main').getByRole('link', { name: /Stoneware chai mug/i }).first()).toBeVisible();
});
