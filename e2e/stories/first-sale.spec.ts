import { CARDS, expect, test } from '../support/shop';

test('a guest searches with a typo, filters, picks a variant, checks a pincode, buys with a card, follows the parcel and keeps the invoice', { tag: ['@sale', '@first-sale'] }, async ({
  shopper,
  operator,
}) => {
  const { page } = shopper;
  await operator.putsStock('block-print-cotton-kurta', { Colour: 'Indigo', Size: 'M' }, 20);
  await shopper.visits('/');

  await page.getByRole('combobox', { name: 'Search products' }).fill('krta');
  await page.getByRole('combobox', { name: 'Search products' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('kurta');

  await page.getByRole('navigation', { name: 'Filters' }).getByRole('link', { name: /^Indigo/ }).click();
  await expect(page).toHaveURL(/option\.Colour=Indigo/);
  await page.getByRole('link', { name: /Block-print cotton kurta/ }).first().click();

  await expect(page.getByRole('heading', { level: 1, name: 'Block-print cotton kurta' })).toBeVisible();
  await page.getByRole('group', { name: 'Colour' }).getByRole('radio', { name: 'Indigo' }).check({ force: true });
  await page.getByRole('group', { name: 'Size' }).getByRole('radio', { name: 'M', exact: true }).check({ force: true });
  await page.getByLabel('Pincode').fill('570001');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText(/Mysore.*Standard by/i)).toBeVisible();

  await page.getByRole('button', { name: 'Add to bag' }).click();
  await expect(page.getByRole('link', { name: /bag, 1 item/i })).toBeVisible();

  await page.getByRole('dialog', { name: 'Your bag' }).getByRole('link', { name: 'See bag' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await shopper.fillsAddress();
  await shopper.choosesDelivery();
  await shopper.entersCard(CARDS.succeeds);
  await shopper.placesOrder();
  await shopper.seesOrderPlaced();
  await expect(page.getByText(/SK-[A-Z0-9]{4}-[A-Z0-9]{4}/).first()).toBeVisible();

  await page.getByRole('link', { name: 'Follow your order' }).click();
  const delivered = page.getByRole('list', { name: 'Tracking' }).getByRole('listitem').filter({ hasText: 'Delivered' });
  await expect(delivered).toHaveAttribute('aria-current', 'step');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Invoice INV\/\S+ \(PDF\)$/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^INV-\d\d-\d\d-\d{6}\.pdf$/);
  expect(await file.failure()).toBeNull();
});

test('cash on delivery is paid when the parcel arrives', { tag: '@sale' }, async ({ shopper }) => {
  const { page } = shopper;
  await shopper.hasInBag('stoneware-chai-mug', { Colour: 'Sand' });
  await shopper.visits('/checkout');
  await shopper.fillsAddress();
  await shopper.choosesDelivery();

  await page.getByRole('radio', { name: /^Cash on delivery/ }).check({ force: true });
  await shopper.placesOrder();

  await shopper.seesOrderPlaced();
  await page.getByRole('link', { name: 'Follow your order' }).click();
  await expect(page.getByText(/Paid on delivery/)).toBeVisible();
});
