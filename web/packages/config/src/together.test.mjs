import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeTogether } from './together.mjs';

let folder;
let texts;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'together-'));
  texts = writeTogether(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(...names) {
  return readFileSync(join(folder, ...names), 'utf8');
}

function files(...names) {
  return readdirSync(join(folder, ...names), { recursive: true }).filter((name) => /\.\w+$/.test(name));
}

test("every zone's pages stand at their addresses, in one frame", () => {
  const pages = files('src', 'pages');

  expect(pages).toEqual(expect.arrayContaining(['index.tsx', 'products/index.tsx', 'products/[handle].tsx', 'content/[slug].tsx', 'cart/[[...path]].tsx']));
  expect(pages.filter((name) => /_app|_document|404/.test(name)).sort()).toEqual(['404.tsx', '_app.tsx', '_document.tsx']);
});

test('a page brings what it needs from its app', () => {
  const place = join(folder, 'src', 'pages', 'products');
  const [, path] = /from '(\.[^']*ProductPage)'/.exec(read('src', 'pages', 'products', '[handle].tsx'));

  expect(existsSync(`${resolve(place, path)}.tsx`)).toBe(true);
});

test('every exposed piece is a chunk of its own, and brings the texts of its own code', () => {
  const pieces = read('src', 'pieces.ts');

  const [, badge] = /'account\/WishButton': .*?texts: (\{.*?\}), bring: \(\) => import\('([^']+)'\)/.exec(pieces);
  const [said] = JSON.parse(badge)['en-IN'];
  expect(pieces).toMatch(/'cart\/CartPage': .* import\('[^']*cart\/src\/bag\/CartPage'\)/);
  expect(read('public', said)).toContain('"account/wishlist"');
  expect(read('public', said)).not.toContain('"account":');
});

test("a zone's pages have its own texts and those of packages, and of no other app", () => {
  const own = read('public', texts['/products']['en-IN']);

  expect(own).toContain('"products"');
  expect(own).toContain('"shell"');
  expect(own).not.toContain('"cart"');
});

test('what is gone from the apps is gone from the build, and what is the same is left alone', () => {
  const before = files('src').length;

  writeTogether(folder);

  expect(files('src')).toHaveLength(before);
  expect(dirname(texts['']['ar'])).toBe('/texts');
});
