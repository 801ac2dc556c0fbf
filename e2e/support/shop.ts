import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { codeFor } from './mailbox';
import { isOf, Operator, variantsOf } from './operator';

/** What a page may never do, whatever the story: break the content security policy, log an error, or throw. */
export class Watch {
  readonly complaints: string[] = [];
  /** The browser's own words where it gives the fade between two pages up, as a busy one does; the page has no part in it, and is shown. */
  private readonly allowed: RegExp[] = [/: Transition was (skipped|aborted because of invalid state)/];

  over(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.note(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.note(`uncaught on ${page.url()}: ${error.stack || error.message}`));
  }

  /** A story that breaks something on purpose names the complaint it expects. */
  allow(complaint: RegExp): void {
    this.allowed.push(complaint);
  }

  private note(complaint: string): void {
    if (!this.allowed.some((allowed) => allowed.test(complaint))) this.complaints.push(complaint);
  }
}

export const ADDRESS = {
  name: 'Asha Rao',
  phone: '9800000000',
  line1: '12 MG Road',
  city: 'Mysuru',
  state: 'Karnataka',
  postalCode: '570001',
};

export const CARDS = {
  succeeds: '4242 4242 4242 4242',
  declines: '4000 0000 0000 0002',
  challenges: '4000 0027 6000 3184',
  redirects: '4000 0000 0000 3220',
} as const;

/** A person at the shop. Each has a browser context, so cookies and bags of their own. */
export class Shopper {
  constructor(
    readonly page: Page,
    readonly watch: Watch,
  ) {}

  async visits(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** The next frame comes when the story says so, as late as on a slow phone: a shopper may be faster than it. */
  async holdsFrames(): Promise<void> {
    await this.page.addInitScript(() => {
      let waiting: FrameRequestCallback[] = [];
      window.requestAnimationFrame = (callback) => waiting.push(callback);
      addEventListener('story:frame', () => {
        const due = waiting;
        waiting = [];
        for (const callback of due) callback(performance.now());
      });
    });
  }

  async frameComes(): Promise<void> {
    await this.page.evaluate(() => dispatchEvent(new Event('story:frame')));
  }

  /** From field to field with the Tab key, and writes into each. */
  async tabsThrough(fields: readonly (readonly [label: string, text: string])[]): Promise<void> {
    for (const [label, text] of fields) {
      await this.page.keyboard.press('Tab');
      await expect(this.page.getByLabel(label, { exact: true })).toBeFocused();
      await this.page.keyboard.type(text);
    }
  }

  async puts(handle: string, options: Record<string, string> = {}): Promise<void> {
    await this.visits(`/products/${handle}`);
    for (const [option, value] of Object.entries(options)) {
      await this.page.getByRole('group', { name: option }).getByRole('radio', { name: value }).check({ force: true });
    }
    await this.page.getByRole('button', { name: 'Add to bag' }).click();
    await expect(this.page.getByRole('status').filter({ hasText: /in your bag/i })).toBeVisible();
    await this.page.keyboard.press('Escape'); // the drawer, and carries on
  }

  /** In the bag without a look at the article, for stories that begin with a bag. */
  async hasInBag(handle: string, options: Record<string, string> = {}): Promise<void> {
    await this.isKnown();
    const variant = (await variantsOf(this.page.request, handle)).find((one) => isOf(one, options));
    if (!variant) throw new Error(`${handle} has no variant ${JSON.stringify(options)}.`);
    await this.sends('/cart-service/api/v1/cart/items', { sku: variant.sku, quantity: 1 });
  }

  /** So many different articles, one of each, of which there are plenty. */
  async fillsBag(lines: number): Promise<void> {
    const { request } = this.page;
    await this.isKnown();
    const listed = await request.get('/product-service/api/v1/products', { params: { in_stock: 'true', limit: 48 } });
    const { items } = (await listed.json()) as { items: { handle: string }[] };
    let inBag = 0;
    for (const { handle } of items) {
      const plenty = (await variantsOf(request, handle)).find(({ available, stock_left }) => available && stock_left === null);
      if (!plenty) continue;
      await this.sends('/cart-service/api/v1/cart/items', { sku: plenty.sku, quantity: 1 });
      inBag += 1;
      if (inBag === lines) return;
    }
    throw new Error(`Of ${items.length} articles only ${inBag} are there in plenty, ${lines} are wanted.`);
  }

  /** As a guest, unless somebody is signed in. */
  private async isKnown(): Promise<void> {
    const cookies = await this.page.context().cookies();
    if (!cookies.some(({ name }) => name === 'souk_session' || name === 'souk_visitor')) await this.sends('/user-service/api/v1/guests', {});
  }

  private async sends(path: string, data: object): Promise<void> {
    const headers = { 'sec-fetch-site': 'same-origin', 'idempotency-key': crypto.randomUUID() };
    const answer = await this.page.request.post(path, { data, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  /** Types the code of the mail that follows a sign-up. */
  async confirmsAddress(email: string): Promise<void> {
    await this.page.getByLabel('Code', { exact: true }).fill(await codeFor(email, /opens your account/));
    await this.page.getByRole('button', { name: 'Confirm and sign in' }).click();
  }

  /** For stories that begin with an account; the next page that is visited knows it. */
  async signsUp(name: string): Promise<{ email: string; password: string }> {
    const email = `${name.toLowerCase().replace(/\W+/g, '-')}-${crypto.randomUUID()}@example.com`;
    const password = 'cardamom-window-58';
    await this.sends('/user-service/api/v1/auth/customer/sign-up', { name, email, password });
    await this.sends('/user-service/api/v1/auth/customer/codes/sign-up', { code: await codeFor(email, /opens your account/) });
    return { email, password };
  }

  async signsOut(name: RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(this.page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  }

  async fillsAddress(email = 'asha@example.com'): Promise<void> {
    const { page } = this;
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Full name').fill(ADDRESS.name);
    await page.getByLabel('Phone').fill(ADDRESS.phone);
    await page.getByLabel('Address', { exact: true }).fill(ADDRESS.line1);
    await page.getByLabel('Pincode').fill(ADDRESS.postalCode);
    await page.getByLabel('City').fill(ADDRESS.city);
    await page.getByLabel('State').selectOption({ label: ADDRESS.state });
    await page.getByRole('button', { name: 'Continue to delivery' }).click();
  }

  async choosesDelivery(name = 'Standard'): Promise<void> {
    await this.page.getByRole('radio', { name: new RegExp(name) }).check({ force: true });
    await this.page.getByRole('button', { name: 'Continue to payment' }).click();
  }

  async entersCard(number: string): Promise<void> {
    const { page } = this;
    await page.getByRole('radio', { name: /^Card/ }).check({ force: true });
    await page.getByLabel('Card number').fill(number);
    await page.getByLabel('Expiry').fill('12/30');
    await page.getByLabel('Security code').fill('123');
    await page.getByLabel('Name on card').fill(ADDRESS.name);
  }

  async placesOrder(): Promise<void> {
    await this.page.getByRole('button', { name: /^Place order, ₹/ }).click();
  }

  async buys(handle: string, options: Record<string, string> = {}, card: string = CARDS.succeeds): Promise<void> {
    await this.hasInBag(handle, options);
    await this.visits('/checkout');
    await this.fillsAddress();
    await this.choosesDelivery();
    await this.entersCard(card);
    await this.placesOrder();
  }

  async seesOrderPlaced(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: /thank you/i })).toBeVisible();
  }
}

type Fixtures = {
  watch: Watch;
  shopper: Shopper;
  anotherShopper: Shopper;
  operator: Operator;
};

/** Whoever comes has said already that visits are not to be counted; the story about that asks anew. */
const NOT_COUNTED = {
  cookies: [],
  origins: [{ origin: process.env['SOUK_E2E_URL'] ?? 'http://localhost:8888', localStorage: [{ name: 'souk-consent', value: 'refused' }] }],
};

async function arrives(browser: Browser, watch: Watch): Promise<{ shopper: Shopper; context: BrowserContext }> {
  const context = await browser.newContext({ storageState: NOT_COUNTED });
  const page = await context.newPage();
  watch.over(page);
  return { shopper: new Shopper(page, watch), context };
}

export const test = base.extend<Fixtures>({
  storageState: NOT_COUNTED,
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.complaints, 'no page may log an error or break the content security policy').toEqual([]);
  },
  shopper: async ({ page, watch }, use) => {
    watch.over(page);
    await use(new Shopper(page, watch));
    // A page asks on until it is closed: an answer that a story rewrites may be on its way just then.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  },
  anotherShopper: async ({ browser, watch }, use) => {
    const { shopper, context } = await arrives(browser, watch);
    await use(shopper);
    await context.close();
  },
  operator: async ({ baseURL }, use) => {
    if (!baseURL) throw new Error('SOUK_E2E_URL is not set.');
    await use(new Operator(baseURL));
  },
});

export { expect };
