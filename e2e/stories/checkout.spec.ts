import { ADDRESS, CARDS, expect, test } from '../support/shop';

const PHONE = { width: 360, height: 740 };

test('a declined card is told where the shopper looks, loses nothing and can be retried with another', { tag: '@sale' }, async ({ shopper, watch }) => {
  const { page } = shopper;
  watch.allow(/status of 402/);
  await page.setViewportSize(PHONE);
  await shopper.buys('masala-chai-blend', {}, CARDS.declines);

  const note = page.getByRole('main').getByRole('alert');

  await expect(note).toContainText(/declined/i);
  await expect(note).toBeInViewport({ ratio: 1 });
  expect(await note.evaluate((shown) => document.activeElement?.contains(shown))).toBe(true);
  await expect(page.getByText('Masala chai blend').first()).toBeVisible();
  await shopper.entersCard(CARDS.succeeds);
  await shopper.placesOrder();
  await shopper.seesOrderPlaced();
});

test('each step has an address: one that is not reachable yet leads to what is missing, back goes one step back, and a reload keeps step and words', async ({ shopper }) => {
  const { page } = shopper;
  await page.setViewportSize(PHONE);
  await shopper.hasInBag('stoneware-chai-mug', { Colour: 'Sand' });
  await shopper.visits('/checkout/pay');
  await expect(page).toHaveURL(/\/checkout\/where$/);
  await expect(page.getByLabel('Email')).toBeVisible();

  await shopper.visits('/cart');
  await page.getByRole('link', { name: 'Check out' }).click();
  await expect(page).toHaveURL(/\/checkout\/where$/);
  await page.getByLabel('Full name').fill('Somebody Else');
  await page.reload();
  await expect(page.getByLabel('Full name')).toHaveValue('Somebody Else');
  await shopper.fillsAddress();

  const how = page.getByRole('heading', { name: 'How fast' });
  await expect(page).toHaveURL(/\/checkout\/how$/);
  await expect(how).toBeFocused();
  await expect(how).toBeInViewport({ ratio: 1 });
  await page.reload();
  await expect(page.getByRole('radio', { name: /Standard/ })).toBeChecked();
  await page.getByRole('radio', { name: /Express/ }).check({ force: true });
  await page.getByRole('button', { name: 'Continue to payment' }).click();

  await expect(page).toHaveURL(/\/checkout\/pay$/);
  await expect(page.getByRole('heading', { name: 'How you pay' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'How you pay' })).toBeInViewport({ ratio: 1 });
  await page.goBack();
  await expect(page.getByRole('radio', { name: /Express/ })).toBeChecked();
  await expect(how).toBeFocused();
  await page.goBack();
  await expect(page.getByLabel('Full name')).toHaveValue(ADDRESS.name);
  await page.goForward();
  await expect(how).toBeFocused();
});

test('a placed order stays at its address, which a guest can keep', { tag: '@sale' }, async ({ shopper, anotherShopper }) => {
  const { page } = shopper;
  const thanks = page.getByRole('heading', { level: 1, name: /thank you/i });
  await shopper.buys('kulhad-cups-set');
  await shopper.seesOrderPlaced();
  await expect(page).toHaveURL(/\/checkout\/placed\/[0-9a-f-]{36}#token=/);
  await expect(page.getByText(/Keep this page’s link/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Bag', exact: true })).toBeVisible();

  await page.reload();
  await expect(thanks).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Your bag is empty' })).toBeVisible();
  await page.goForward();
  await expect(thanks).toBeVisible();

  await anotherShopper.visits(page.url());
  await expect(anotherShopper.page.getByRole('heading', { level: 1, name: /thank you/i })).toBeVisible();
  const [withoutToken = ''] = page.url().split('#');
  await anotherShopper.visits('/');
  await anotherShopper.visits(withoutToken);
  await expect(anotherShopper.page.getByRole('heading', { level: 1, name: 'We cannot show this order here' })).toBeVisible();
});

test('a customer saves an address and is offered it next time; signing out leaves nothing of it, signing in finds the order', { tag: '@sale' }, async ({ shopper }) => {
  const { page } = shopper;
  const { email, password } = await shopper.signsUp('Latha Menon');
  await shopper.hasInBag('kulhad-cups-set');
  await shopper.visits('/checkout/where');
  await page.getByRole('checkbox', { name: /Save this address/ }).check();
  await shopper.fillsAddress();
  await expect(page.getByRole('status').filter({ hasText: 'The address is saved' })).toBeVisible();
  await shopper.choosesDelivery();
  await shopper.entersCard(CARDS.succeeds);
  await shopper.placesOrder();
  await shopper.seesOrderPlaced();
  await expect(page.getByText('You find it under “Your orders”.')).toBeVisible();
  await expect(page.getByText(/Keep this page/)).toHaveCount(0);
  expect(page.url()).not.toContain('token');

  await shopper.hasInBag('kulhad-cups-set');
  await shopper.visits('/checkout/where');

  await expect(page.getByLabel('Address', { exact: true })).toHaveValue(ADDRESS.line1);
  await expect(page.getByLabel('Your saved addresses')).toContainText(ADDRESS.line1);
  await expect(page.getByRole('checkbox', { name: /Save this address/ })).toHaveCount(0);

  await page.getByLabel('Flat, landmark (optional)').fill('7 Secret Lane');
  await shopper.visits('/');
  await shopper.signsOut(/Latha/);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('Secret Lane');
  await shopper.hasInBag('kulhad-cups-set');
  await shopper.visits('/checkout/where');
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('');
  await expect(page.getByLabel('Flat, landmark (optional)')).toHaveValue('');

  await shopper.visits('/login?back=%2Forders');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/orders$/);
  await expect(page.getByRole('link', { name: /SK-[A-Z0-9]{4}-[A-Z0-9]{4}/ })).toBeVisible();
});

test('the answer about a pincode leaves the city alone that the shopper is writing', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.hasInBag('stoneware-chai-mug', { Colour: 'Sand' });
  let answer: () => void = () => undefined;
  const written = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/serviceability/570001*', async (route) => {
    await written;
    await route.continue();
  });
  await shopper.visits('/checkout/where');

  await page.getByLabel('Pincode').fill('570001');
  await page.getByLabel('City').focus();
  await page.keyboard.type('My');
  answer();
  await expect(page.getByLabel('State')).toHaveValue('Karnataka');
  await page.keyboard.type('suru');
  await page.keyboard.press('Tab');

  await expect(page.getByLabel('City')).toHaveValue('Mysuru');
});

test('a card that asks for a confirmation is charged once the shopper approves, also after a reload', { tag: '@sale' }, async ({ shopper }) => {
  const { page } = shopper;
  await shopper.buys('masala-chai-blend', {}, CARDS.challenges);
  await expect(page.getByRole('heading', { name: 'Your bank asks you to confirm' })).toBeFocused();

  await page.reload();
  await page.getByRole('button', { name: 'Approve' }).click();

  await shopper.seesOrderPlaced();
});

test('a shopper checks out with the keyboard alone, faster than the page paints', async ({ shopper }) => {
  const { page } = shopper;
  const { keyboard } = page;
  await shopper.holdsFrames();
  await shopper.hasInBag('masala-chai-blend');
  await shopper.visits('/cart');
  await page.getByRole('link', { name: 'Check out' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('link', { name: /Have an account/ }).focus();
  await shopper.tabsThrough([
    ['Email', 'asha@example.com'],
    ['Full name', ADDRESS.name],
    ['Phone', ADDRESS.phone],
    ['Address', ADDRESS.line1],
    ['Flat, landmark (optional)', ''],
    ['Pincode', ADDRESS.postalCode],
    ['City', ADDRESS.city],
    ['State', ''],
  ]);
  await keyboard.press('Tab'); // a field is never filled while the shopper is in it
  await expect(page.getByLabel('State')).toHaveValue(ADDRESS.state);
  await keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: 'How fast' })).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: /Standard/ })).toBeFocused();
  await shopper.frameComes();
  await expect(page.getByRole('radio', { name: /Standard/ })).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Continue to payment' })).toBeFocused();
  await keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: 'How you pay' })).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: /^Card/ })).toBeFocused();
  await shopper.frameComes();
  await expect(page.getByRole('radio', { name: /^Card/ })).toBeFocused();
  await shopper.tabsThrough([
    ['Card number', CARDS.succeeds],
    ['Expiry (MM/YY)', '12/30'],
    ['Security code', '123'],
    ['Name on card', ADDRESS.name],
  ]);
  await keyboard.press('Enter');

  await shopper.seesOrderPlaced();
  await expect(page.getByRole('heading', { level: 1, name: /thank you/i })).toBeFocused();
});
