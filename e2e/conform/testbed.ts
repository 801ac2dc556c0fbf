/** The page that pieces are tried on: on the origin of the remote and under the policy of its shop, though neither has it. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf, originOf, type Manifest, type Subject } from './subject.ts';

const FOLDER = '/__conform/';
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2' };
const PAGE = `<!doctype html>
<html lang="en-IN"><head><meta charset="utf-8"><title>Before</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="${FOLDER}testbed.css"><script src="${FOLDER}testbed.js" defer></script></head>
<body><header>Before</header><main id="testbed"></main><footer>After</footer></body></html>`;

export async function openTestbed(page: Page, subject: Subject, manifest: Manifest): Promise<void> {
  const origin = originOf(subject);
  const shop = await page.request.get(origin, { failOnStatusCode: false });
  const policy = shop.headers()['content-security-policy'] ?? "default-src 'self'";
  await page.route(`${origin}${FOLDER}**`, async (route) => {
    const file = new URL(route.request().url()).pathname.replace(FOLDER, '');
    const headers = { 'content-security-policy': policy };
    if (file === '') await route.fulfill({ contentType: 'text/html', headers, body: PAGE });
    else await route.fulfill({ contentType: TYPES[file.split('.').pop() ?? ''], body: await readFile(join(subject.testbed, file)) });
  });
  await page.route(`${origin}/mfe/remotes.json`, (route) => route.fulfill({ json: registryOf(subject, manifest) }));
  const own = `${origin}/mfe/${subject.name}/`;
  if (!folderOf(subject).startsWith(own)) {
    await page.route(`${own}**`, async (route) => {
      const { href } = new URL(route.request().url().slice(own.length), folderOf(subject));
      await route.fulfill({ response: await route.fetch({ url: href }) });
    });
  }
  await page.goto(`${origin}${FOLDER}`);
  await page.waitForFunction(() => 'soukTestbed' in window);
}

/** As a shop would say it. */
function registryOf(subject: Subject, { metaData, exposes }: Manifest): Record<string, unknown> {
  const { name } = subject;
  const pieces = Object.fromEntries(exposes.map((one) => [one.name, [...one.assets.js.sync, ...one.assets.css.sync]]));
  const texts = Object.fromEntries(exposes.map((one) => [one.name, one.texts ?? {}]));
  const { pathname } = new URL(folderOf(subject));
  const entry = `${pathname.startsWith(`/mfe/${name}/`) ? pathname : `/mfe/${name}/`}${metaData.remoteEntry.name}`;
  return { [name]: { entry, team: 'conformance', version: '0', pieces, texts: {}, piece_texts: texts } };
}
