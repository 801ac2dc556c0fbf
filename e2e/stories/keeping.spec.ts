import { CARDS, expect, test } from '../support/shop';

test('a guest with a full bag signs up and keeps it', { tag: '@sale' }, async ({ shopper }) => {
  const { page } = shopper;
  const email = `asha-${crypto.randomUUID()}@example.com`;
  await shopper.puts('stoneware-chai-mug', { Colour: 'Sea' });
  await shopper.puts('mango-wood-board', { Size: 'Small' });

  await shopper.visits('/login?back=%2Fcart');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill('Asha Rao');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill('marigold-lantern-42');
  await page.getByRole('button', { name: 'Create account' }).click();
  await shopper.confirmsAddress(email);

  await expect(page).toHaveURL(/\/cart$/);
  await expect(page.getByRole('listitem').filter({ hasText: 'Stoneware chai mug' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Mango-wood chopping board' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Asha/ })).toBeVisible();
});

test('two shoppers want the last one and exactly one gets it', { tag: '@sale' }, async ({ shopper, anotherShopper, operator }) => {
  await operator.putsStock('bud-vase', { Colour: 'Black' }, 1);
  for (const one of [shopper, anotherShopper]) {
    one.watch.allow(/status of 409/);
    await one.hasInBag('bud-vase', { Colour: 'Black' });
    await one.visits('/checkout');
    await one.fillsAddress();
    await one.choosesDelivery();
    await one.entersCard(CARDS.succeeds);
  }

  await Promise.all([shopper.placesOrder(), anotherShopper.placesOrder()]);

  const outcomes = await Promise.all(
    [shopper, anotherShopper].map(async ({ page }) => {
      const placed = page.getByRole('heading', { level: 1, name: /thank you/i });
      const refused = page.getByRole('alert').filter({ hasText: /left|sold out/i });
      await expect(placed.or(refused).first()).toBeVisible();
      return (await placed.isVisible()) ? 'placed' : 'refused';
    }),
  );
  expect(outcomes.sort()).toEqual(['placed', 'refused']);
});
