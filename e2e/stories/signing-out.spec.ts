import { expect, test as base } from '../support/shop';

// Playwright turns the back-forward cache off, and a Chromium without windows has none; shoppers have it.
const whole = process.env.SOUK_CHROMIUM_WHOLE;
const test = base.extend({
  launchOptions: [
    async ({ launchOptions }, use) =>
      use({ ...launchOptions, ...(whole ? { executablePath: whole } : {}), ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    { scope: 'worker' },
  ],
});

test('signing out in one tab empties name, bag and what was looked at in the other, which nobody touches', async ({ shopper, watch }) => {
  await shopper.signsUp('Meera Iyer');
  await shopper.puts('kulhad-cups-set');
  const otherTab = await shopper.page.context().newPage();
  watch.over(otherTab);
  await otherTab.goto('/');
  await otherTab.getByRole('contentinfo').scrollIntoViewIfNeeded(); // that row comes when its place is near
  const lookedAt = otherTab.getByRole('region', { name: 'You looked at' });
  await expect(lookedAt.getByRole('link', { name: /kulhad/i })).toBeVisible();
  await expect(otherTab.getByRole('button', { name: /Meera/ })).toBeVisible();
  await expect(otherTab.getByRole('link', { name: /Bag, 1 item/ })).toBeVisible();

  await shopper.signsOut(/Meera/);

  await expect(otherTab.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(otherTab.getByRole('button', { name: /Meera/ })).toHaveCount(0);
  await expect(otherTab.getByRole('link', { name: 'Bag', exact: true })).toBeVisible();
  await expect(lookedAt).toHaveCount(0);
  await otherTab.reload();
  await expect(otherTab.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(lookedAt).toHaveCount(0);
  expect(await otherTab.evaluate(() => JSON.stringify(localStorage))).not.toContain('kulhad');
});

test('a page that "back" brings from before the sign-out shows nobody’s name and bag', async ({ shopper }) => {
  test.skip(!whole, 'only a whole Chromium keeps the page before for "back": install one, or name it with SOUK_CHROMIUM_WHOLE');
  const { page } = shopper;
  await page.addInitScript(() => {
    addEventListener('pageshow', ({ persisted }) => persisted && sessionStorage.setItem('came-back-as-it-was', location.pathname));
  });
  await shopper.signsUp('Meera Iyer');
  await shopper.puts('kulhad-cups-set');
  await expect(page.getByRole('link', { name: /Bag, 1 item/ })).toBeVisible();
  await page.getByRole('link', { name: 'Returns' }).click();
  await expect(page).toHaveURL(/\/returns$/);
  await shopper.signsOut(/Meera/);

  await page.evaluate(() => history.back());
  await page.waitForURL(/kulhad-cups-set/);

  await expect(page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /Meera/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Bag', exact: true })).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem('came-back-as-it-was'))).toBe('/products/kulhad-cups-set');
});
