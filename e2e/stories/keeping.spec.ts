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

test('a declined card loses nothing and can be retried with another', { tag: '@sale' }, async ({ shopper }) => {
  const { page, watch } = shopper;
  watch.allow(/status of 402/); // the browser notes every refusal of a server
  await shopper.buys('masala-chai-blend', {}, CARDS.declines);

  await expect(page.getByRole('main').getByRole('alert')).toContainText(/declined/i);
  await expect(page.getByText('Masala chai blend').first()).toBeVisible();
  await shopper.entersCard(CARDS.succeeds);
  await shopper.placesOrder();

  await shopper.seesOrderPlaced();
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

test('a signed-in shopper signs out and in again and finds the orders', async ({ shopper, operator }) => {
  await operator.putsStock('kashmiri-saffron', {}, 20);
  const { page } = shopper;
  const { email, password } = await shopper.signsUp('Meera Iyer');
  await shopper.buys('kashmiri-saffron');
  await shopper.seesOrderPlaced();

  await page.getByRole('button', { name: /Meera/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await shopper.visits('/login?back=%2Forders');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page).toHaveURL(/\/orders$/);
  await expect(page.getByRole('link', { name: /SK-[A-Z0-9]{4}-[A-Z0-9]{4}/ })).toBeVisible();
});
