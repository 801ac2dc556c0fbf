import { createRsbuild } from '@rsbuild/core';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { remote } from './remote.mjs';

let app;

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'remote-'));
  mkdirSync(join(app, 'src'));
  writeFileSync(join(app, 'src', 'Badge.tsx'), "import { version } from 'react';\nexport const Badge = () => `by React ${version}`;\n");
  const rsbuild = await createRsbuild({ cwd: app, config: remote({ name: 'cart', exposes: { Badge: './Badge.tsx' } })({ command: 'build' }) });
  await rsbuild.build();
}, 120_000);

afterAll(() => rmSync(app, { recursive: true, force: true }));

/** The remote in a page of its own, which lends it React of that version. */
async function containerIn(version) {
  const run = (src) => vm.runInContext(readFileSync(join(app, 'dist', 'mfe', src.replace('/mfe/cart/', '')), 'utf8'), page);
  const createElement = () => ({ setAttribute: () => undefined });
  const head = { appendChild: (script) => queueMicrotask(() => (run(script.src), script.onload({ type: 'load' }))) };
  const page = vm.createContext({ document: { createElement, head, getElementsByTagName: () => [] }, setTimeout, clearTimeout });
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
  const { name, exposes } = JSON.parse(readFileSync(join(app, 'dist', 'mfe', 'mf-manifest.json'), 'utf8'));

  expect(name).toBe('souk_cart');
  expect(exposes).toEqual([
    expect.objectContaining({ name: 'Badge', path: './Badge', assets: { js: { sync: [expect.stringMatching(/piece-Badge\..*\.js$/)], async: [] }, css: { sync: [], async: [] } } }),
  ]);
});
