/**
 * `node browser.ts`: a browser that is told what to do by lines of JSON, and says in a line each what it saw.
 * Python releases versions meanwhile, so a tab stays open from one line to another.
 */
import { chromium, type Page } from '@playwright/test';
import { createInterface } from 'node:readline';

const PATIENCE_MS = 60_000;

interface Asked {
  do: 'open' | 'add' | 'close';
  tab: string;
  url?: string;
  /** Of visitors; without it the gateway draws one. */
  bucket?: number | null;
}

interface Seen {
  /** What parts of the page say of their version. */
  versions: string[];
  bucket: string | null;
  errors: string[];
}

interface Tab {
  page: Page;
  errors: string[];
}

const browser = await chromium.launch({ executablePath: process.env.SOUK_CHROMIUM, chromiumSandbox: process.getuid?.() !== 0 });
const tabs = new Map<string, Tab>();

async function open({ tab: name, url = '', bucket }: Asked): Promise<void> {
  const context = await browser.newContext({ locale: 'en-IN' });
  if (typeof bucket === 'number') await context.addCookies([{ name: 'souk_release', value: String(bucket), url }]);
  const tab: Tab = { page: await context.newPage(), errors: [] };
  tab.page.on('console', (message) => message.type() === 'error' && tab.errors.push(message.text()));
  tab.page.on('pageerror', (error) => tab.errors.push(error.message));
  tabs.set(name, tab);
  await tab.page.goto(url);
  await tab.page.locator('[data-version^=cart]').waitFor({ timeout: PATIENCE_MS });
}

/** The drawer is a chunk that nobody has loaded before the first add. */
async function add({ page }: Tab): Promise<void> {
  await page.getByRole('button', { name: 'Add to bag' }).click();
  await page.getByRole('dialog', { name: 'Your bag' }).waitFor({ timeout: PATIENCE_MS });
}

async function seen({ page, errors }: Tab): Promise<Seen> {
  const versions = await page.locator('[data-version]').allInnerTexts();
  const cookies = await page.context().cookies();
  return { versions: versions.sort(), bucket: cookies.find((cookie) => cookie.name === 'souk_release')?.value ?? null, errors };
}

for await (const line of createInterface(process.stdin)) {
  const asked = JSON.parse(line) as Asked;
  try {
    if (asked.do === 'open') await open(asked);
    const tab = tabs.get(asked.tab);
    if (!tab) throw new Error(`There is no tab ${asked.tab}.`);
    if (asked.do === 'add') await add(tab);
    const said = await seen(tab);
    if (asked.do === 'close') await tab.page.context().close();
    process.stdout.write(`${JSON.stringify(said)}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ failed: error instanceof Error ? error.message : String(error) })}\n`);
  }
}
await browser.close();
