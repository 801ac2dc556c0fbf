import { createRsbuild } from '@rsbuild/core';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { remote } from './remote.mjs';

let app;

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'remote-'));
  write('package.json', '{}');
  write('src/Badge.tsx', "import { version } from 'react';\nexport const Badge = () => `by React ${version}`;\n");
  for (const room of ['page', 'button']) {
    write(`src/${room}/messages/en-IN.json`, JSON.stringify({ word: `the ${room}'s` }));
    write(`src/${room}/messages/index.ts`, `export const t = (key) => globalThis.soukTexts['en-IN'].${room}[key];\n`);
  }
  write('src/Page.tsx', "import { t } from './page/messages';\nexport const Page = () => [t('word'), import('./Button')];\n");
  write('src/Button.tsx', "import { t } from './button/messages';\nexport const Button = () => t('word');\n");
  const exposes = { Badge: './Badge.tsx', Page: './Page.tsx', Button: './Button.tsx' };
  const rsbuild = await createRsbuild({ cwd: app, config: remote({ name: 'cart', exposes })({ command: 'build' }) });
  await rsbuild.build();
}, 120_000);

afterAll(() => rmSync(app, { recursive: true, force: true }));

function write(file, text) {
  mkdirSync(dirname(join(app, file)), { recursive: true });
  writeFileSync(join(app, file), text);
}

function manifest() {
  return JSON.parse(readFileSync(join(app, 'dist', 'mfe', 'mf-manifest.json'), 'utf8'));
}

const PLACE = 'https://shop.example/mfe/cart/0123456789abcdef/'; // nothing in a build knows where it will lie

/** The remote in a page of its own, which lends it React of that version. */
async function containerIn(version) {
  const run = (src) => vm.runInContext(readFileSync(join(app, 'dist', 'mfe', src.replace(PLACE, '')), 'utf8'), page);
  const currentScript = { tagName: 'SCRIPT', src: `${PLACE}remoteEntry.js` };
  const createElement = () => ({ setAttribute: () => undefined });
  const head = { appendChild: (script) => queueMicrotask(() => (run(script.src), script.onload({ type: 'load' }))) };
  const page = vm.createContext({ document: { createElement, head, currentScript, getElementsByTagName: () => [] }, setTimeout, clearTimeout });
  run('remoteEntry.js');
  await page.souk_cart.init({ react: { [version]: { get: () => () => ({ version }), from: 'page', loaded: 1 } } });
  return page.souk_cart;
}

test('a piece works with what the page lends it', async () => {
  const container = await containerIn('19.2.9');

  const make = await container.get('./Badge');

  expect(make().Badge()).toBe('by React 19.2.9');
});

test('a piece does not start with a version that it was not made for', async () => {
  const container = await containerIn('20.0.0');

  const made = container.get('./Badge').then((make) => make());

  await expect(made).rejects.toThrow(/Unsatisfied version 20\.0\.0 from page of shared singleton module react/);
});

test('the manifest says which files a piece brings', () => {
  const { name, exposes } = manifest();

  expect(name).toBe('souk_cart');
  expect(exposes[0]).toEqual(
    expect.objectContaining({ name: 'Badge', path: './Badge', assets: { js: { sync: [expect.stringMatching(/piece-Badge\..*\.js$/)], async: [] }, css: { sync: [], async: [] } } }),
  );
});

test('a piece brings its own texts and those of what it may load later, and no others', () => {
  const { exposes, texts: all } = manifest();
  const said = (files) => files.map((file) => readFileSync(join(app, 'dist', 'mfe', file), 'utf8').match(/the \w+'s/g));
  const [badge, page, button] = exposes.map(({ texts }) => texts['en-IN']);

  expect(badge).toEqual([]);
  expect(said(page).sort()).toEqual([["the button's"], ["the page's"]]);
  expect(said(button)).toEqual([["the button's"]]);
  expect(page).toContain(button[0]); // a page with both asks for it once
  expect(said([all['en-IN']])[0]).toHaveLength(2);
});
