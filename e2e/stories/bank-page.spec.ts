import { CARDS, expect, test } from '../support/shop';

test('a shopper approves on the bank’s own page and comes back to the order', async ({ shopper, watch }) => {
  const { page } = shopper;
  // The browser's words on leaving for a page without the shop's transition; a real bank's is on another site, which has none.
  watch.allow(/ViewTransition opt-in disabled/);
  await shopper.buys('masala-chai-blend', {}, CARDS.redirects);
  await page.getByRole('link', { name: 'Continue at your bank' }).click();
  await expect(page.getByRole('heading', { name: 'Did you make this purchase?' })).toBeVisible();

  await page.getByRole('button', { name: 'Yes, approve it' }).click();

  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}/);
  await expect(page.getByRole('heading', { level: 1, name: /order/i })).toBeVisible();
  await expect(page.getByText(/Confirmed|Paid/i).first()).toBeVisible();
});
