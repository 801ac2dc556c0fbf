import type { Page } from '@playwright/test';
import { axeFindings, layoutFaults } from '../support/layout';
import { expect, test } from '../support/shop';

const PHONE = { width: 360, height: 640 };
const KURTA = '/products/block-print-cotton-kurta';

test('a shopper filters, opens a product, chooses a variant, adds it and reaches the bag with the keyboard alone', async ({ shopper, operator }) => {
  await operator.putsStock('block-print-cotton-kurta', { Colour: 'Indigo', Size: 'M' }, 20);
  const { page } = shopper;
  const { keyboard } = page;
  await shopper.visits('/products?category=kurtas');
  await keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();

  await page.getByRole('button', { name: 'All filters' }).focus();
  await keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Filters' });
  await sheet.getByRole('checkbox', { name: /^Indigo/ }).focus();
  await keyboard.press('Space');
  await sheet.getByRole('checkbox', { name: /^In stock/ }).focus();
  await keyboard.press('Space');
  await sheet.getByRole('button', { name: 'Show products' }).focus();
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/in_stock=true&option\.Colour=Indigo/);

  await page.getByRole('link', { name: 'Block-print cotton kurta' }).focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Indigo' })).toBeChecked();
  await page.getByRole('link', { name: 'Choose your size' }).focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'S', exact: true })).toBeFocused();
  await expect(page.getByRole('alert').filter({ hasText: 'Choose your size first.' })).toBeVisible();
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'M', exact: true })).toBeChecked();
  const add = page.getByRole('button', { name: 'Add to bag' });
  await add.focus();
  await keyboard.press('Enter');

  const drawer = page.getByRole('dialog', { name: 'Your bag' });
  await expect(drawer.getByRole('link', { name: 'See bag' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(add).toBeFocused();
  await page.getByRole('link', { name: /bag, 1 item/i }).focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /bag/i })).toBeVisible();
});

test('a chosen variant survives reload, back and a shared link, and its page is one for everybody', async ({ shopper, anotherShopper }) => {
  const { page } = shopper;
  await shopper.visits(KURTA);
  await page.getByRole('radio', { name: 'Marigold' }).check({ force: true });
  await page.getByRole('radio', { name: 'L', exact: true }).check({ force: true });
  await expect(page).toHaveURL(/\?variant=[^&]+$/);
  const address = page.url();

  for (const comesAgain of [
    () => page.reload(),
    async () => {
      await page.goto('/products');
      await page.goBack();
    },
  ]) {
    await comesAgain();
    await expect(page.getByRole('radio', { name: 'Marigold' })).toBeChecked();
    await expect(page.getByRole('radio', { name: 'L', exact: true })).toBeChecked();
  }
  await anotherShopper.visits(address);
  await expect(anotherShopper.page.getByRole('radio', { name: 'Marigold' })).toBeChecked();

  await expect(async () => {
    const plain = await page.request.get(KURTA);
    const shared = await page.request.get(address);
    expect(shared.headers()['x-cache']).not.toBe('MISS');
    expect(await shared.text()).toBe(await plain.text());
    expect(await plain.text()).toMatch(/rel="canonical" href="[^"?]*\/products\/block-print-cotton-kurta"/);
  }).toPass({ timeout: 120_000 }); // another story may change the stock in between
});

test('a shopper chooses while the picture of the article still grows', async ({ shopper }) => {
  const { page } = shopper;
  await page.addInitScript(() => {
    const slow = new CSSStyleSheet();
    slow.replaceSync('::view-transition-group(*) { animation-duration: 600s; }');
    document.adoptedStyleSheets = [slow];
  });
  const grows = () => page.evaluate(() => document.documentElement.matches(':active-view-transition'));
  await expect(async () => {
    await shopper.visits('/products?q=kurta');
    await page.getByRole('link', { name: 'Block-print cotton kurta' }).first().click();
    await page.waitForURL(/block-print-cotton-kurta/);
    expect(await grows()).toBe(true); // a browser that is busy shows the new page without
    await page.getByRole('radio', { name: 'M', exact: true }).check({ force: true });
    expect(await grows()).toBe(true); // or gives it up meanwhile
  }).toPass({ timeout: 120_000 });
});

test('the first screen of a product on a phone has name, price and a button that leads to the choice', async ({ shopper }) => {
  const { page } = shopper;
  await page.setViewportSize(PHONE);
  await shopper.visits(KURTA);

  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 });
  await expect(page.getByText(/^₹1,890$/).first()).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('link', { name: 'Choose your size' })).toBeInViewport({ ratio: 1 });
  await page.getByRole('link', { name: 'Choose your size' }).click();

  await expect(page.getByRole('alert').filter({ hasText: 'Choose your size first.' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('radio', { name: /^S\b/ })).toBeFocused();
  await page.getByRole('radio', { name: 'M', exact: true }).check({ force: true });
  await expect(page.getByRole('button', { name: 'Add to bag' })).toBeInViewport({ ratio: 1 });
});

test('what is sold out with the rest leads to what can be had instead', async ({ shopper, operator }) => {
  const { page } = shopper;
  await operator.putsStock('jute-market-tote', { Colour: 'Teal' }, 0);
  await expect(async () => {
    await shopper.visits('/products/jute-market-tote?variant=Teal');
    await expect(page.getByRole('link', { name: 'Choose another colour' })).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: 120_000 });

  await page.getByRole('link', { name: 'Choose another colour' }).click();

  await expect(page.getByRole('alert').filter({ hasText: 'Choose another colour.' })).toBeVisible();
  await operator.putsStock('jute-market-tote', { Colour: 'Teal' }, 20);
});

test('on a phone several filters are chosen before the page changes', async ({ shopper }) => {
  const { page } = shopper;
  await page.setViewportSize(PHONE);
  await shopper.visits('/products');
  await page.getByText('Filter', { exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Filters' });

  await sheet.getByRole('checkbox', { name: /^On sale/ }).check();
  await sheet.getByRole('button', { name: /^Show all \d+: Colour$/ }).click();
  await sheet.getByRole('checkbox', { name: /^Marigold/ }).check();
  await expect(page).toHaveURL(/\/products$/);
  await sheet.getByRole('button', { name: 'Show products' }).click();

  await expect(page).toHaveURL(/on_sale=true&option\.Colour=Marigold/);
  await expect(page.getByRole('list', { name: 'Chosen filters' }).getByRole('link')).toHaveCount(3); // and "Clear all"
});

test('a filter that is followed far down leaves the page where it was', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.visits('/products');
  const filter = page.getByRole('navigation', { name: 'Filters' }).getByRole('link', { name: /^XL/ }).first();
  await filter.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(100);

  await filter.click();

  await expect(page).toHaveURL(/option\.Size=XL/);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
});

test('a listing is sent with 700 elements at most, however many filters it has', async ({ shopper }) => {
  await shopper.visits('/products');

  await expect(shopper.page.getByRole('navigation', { name: 'Filters' }).getByRole('link').first()).toBeAttached();
  // As it is sent: pieces that come later, such as a heart on each tile, cost nobody the first paint.
  const sent = await (await shopper.page.request.get('/products')).text();
  const elements = await shopper.page.evaluate((html) => new DOMParser().parseFromString(html, 'text/html').querySelectorAll('*').length, sent);
  expect(elements).toBeLessThanOrEqual(700);
  // Next renders a page once; from then on it is known what stands around it (sent-page.tsx), and next/head has no part in it.
  const again = await (await shopper.page.request.get('/products?country=again')).text();
  expect(again).toContain('<title>All products');
  expect(again).not.toContain('data-next-head');
});

for (const [path, status, words] of [
  ['/products?category=spaceships', 404, 'We have no such category'],
  ['/products?cursor=made-up', 400, 'We cannot read this address'],
  ['/products/no-such-thing', 404, 'We do not have this product'],
] as const) {
  test(`${path} is a ${status} page with words of its own`, async ({ shopper, watch }) => {
    watch.allow(/status of 40[04]/);
    const answer = await shopper.page.goto(path);

    expect(answer?.status()).toBe(status);
    expect(answer?.headers()['cache-control']).not.toMatch(/s-maxage|max-age=[1-9]/);
    await expect(shopper.page.getByRole('heading', { level: 1, name: words })).toBeVisible();
  });
}

test('who is signed in never sees "Sign in", not even before any script of the page has run', async ({ shopper }) => {
  const { page } = shopper;
  await shopper.signsUp('Leela Nair');

  // Only what holds the first paint back is let through: this is what is seen before the page's own scripts have run.
  await page.route('**/_next/static/chunks/**/*.js', (route) => route.abort());
  await page.route('**/_next/static/chunks/*.js', (route) => route.abort());
  shopper.watch.allow(/ERR_FAILED/);
  await shopper.visits('/products');

  await expect(page.getByRole('banner').getByRole('link', { name: 'Account' })).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeHidden();
});

test('the switch goes round light, dark and the system, and a reload keeps the choice', async ({ shopper }) => {
  const { page } = shopper;
  const theme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await page.emulateMedia({ colorScheme: 'light' });
  await shopper.visits('/');

  await page.getByRole('button', { name: 'Colours: system. Switch to dark' }).click();
  expect(await theme()).toBe('dark');
  await page.reload();
  expect(await theme()).toBe('dark');
  await page.getByRole('button', { name: 'Colours: dark. Switch to light' }).click();
  expect(await theme()).toBe('light');
  await page.getByRole('button', { name: 'Colours: light. Switch to system' }).click();

  expect(await theme()).toBe('light dark');
});

test('the pages that a shop owes stand in the footer of every page', async ({ shopper }) => {
  const { page } = shopper;
  for (const name of ['Returns', 'Contact', 'Privacy', 'Terms']) {
    await shopper.visits('/products');
    await page.getByRole('contentinfo').getByRole('link', { name, exact: true }).click();

    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  }
});

/** Names as long as a shop may give them, one of them without any place to break. */
async function givesLongNames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const long = ['A hand-woven throw of undyed wool from the high valleys, large enough for two, with a fringe', 'Donaudampfschifffahrtsgesellschaftskapitänsmütze'];
    document.querySelectorAll('main article :is(h2, h3) a, main header h1').forEach((name, at) => (name.textContent = long[at % 2] ?? ''));
  });
}

test('what a shopper browses fits a small phone, and axe finds nothing', async ({ shopper }) => {
  const { page } = shopper;
  await page.setViewportSize(PHONE);
  for (const path of ['/', '/products', '/products?q=zzzz', KURTA]) {
    await shopper.visits(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await givesLongNames(page);
    await page.getByRole('contentinfo').scrollIntoViewIfNeeded(); // the button that stays in reach is in its own place there
    expect(await layoutFaults(page), path).toEqual([]);
    expect(await axeFindings(page), path).toEqual([]);
  }
});

test('axe finds nothing in what opens and answers', async ({ shopper }) => {
  const { page } = shopper;
  await page.setViewportSize(PHONE);
  await shopper.visits(KURTA);
  await page.getByRole('link', { name: 'Choose your size' }).click();
  expect(await axeFindings(page), 'a choice that is asked for').toEqual([]);
  await page.getByRole('radio', { name: 'M', exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Add to bag' }).click();
  await expect(page.getByRole('status').filter({ hasText: /in your bag/i })).toBeVisible();
  expect(await axeFindings(page), 'a message').toEqual([]);
  await shopper.visits('/products');
  await page.getByText('Filter', { exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Filters' })).toBeVisible();
  expect(await axeFindings(page), 'the sheet of filters').toEqual([]);
});
