import { expect, test, type Shopper } from '../support/shop';

test('a coupon for one is used by two at once: one gets it, the other is told why and goes on without', { tag: '@sale' }, async ({
  shopper,
  anotherShopper,
  operator,
  watch,
}) => {
  watch.allow(/status of 409/);
  const code = await operator.promotes({ name: 'A tenth off', gives: { kind: 'percent', basis_points: 1000 }, limit: 1 });
  await Promise.all([isAboutToPay(shopper, code, 'first@example.com'), isAboutToPay(anotherShopper, code, 'second@example.com')]);

  await Promise.all([shopper.placesOrder(), anotherShopper.placesOrder()]);

  const isRefused = async ({ page }: Shopper) => (await page.getByRole('main').getByRole('alert').count()) > 0;
  const refused = async () => [await isRefused(shopper), await isRefused(anotherShopper)];
  await expect.poll(refused, { timeout: 60_000 }).toContain(true);
  const [isFirst] = await refused();
  const [winner, loser] = isFirst ? [anotherShopper, shopper] : [shopper, anotherShopper];
  await winner.seesOrderPlaced();
  await expect(loser.page.getByRole('list', { name: 'Your codes' })).toContainText('Used up by others');
  await loser.placesOrder();
  await loser.seesOrderPlaced();
});

async function isAboutToPay(shopper: Shopper, code: string, email: string): Promise<void> {
  const { page } = shopper;
  await shopper.hasInBag('masala-chai-blend');
  await shopper.visits('/cart');
  await page.getByLabel('Coupon code').fill(code);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('list', { name: 'Your codes' })).toContainText('A tenth off');
  await page.getByRole('link', { name: 'Check out' }).click();
  await shopper.fillsAddress(email);
  await shopper.choosesDelivery();
  await page.getByRole('radio', { name: /^Cash/ }).check({ force: true });
}
