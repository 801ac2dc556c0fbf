import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderByString } from './one-renderer.mjs';

process.env.NODE_ENV = 'production'; // React's own files look at it when they are first asked for

const here = createRequire(import.meta.url);
const { createElement: h, Suspense, lazy, useId } = here('react');
const RUNTIME = join('dist', 'compiled', 'next-server', 'pages-turbo.runtime.prod.js');

let standalone;
let byString;
const byStream = here('react-dom/server.edge');

beforeAll(() => {
  standalone = mkdtempSync(join(tmpdir(), 'standalone-'));
  const next = join(standalone, 'node_modules', '.pnpm', 'next@16', 'node_modules', 'next');
  const modules = join(standalone, 'node_modules', '.pnpm', 'react-dom@19', 'node_modules');
  mkdirSync(join(next, dirname(RUNTIME)), { recursive: true });
  cpSync(here.resolve('next/dist/compiled/next-server/pages-turbo.runtime.prod.js'), join(next, RUNTIME));
  mkdirSync(modules, { recursive: true });
  cpSync(packageOf('react-dom'), join(modules, 'react-dom'), { recursive: true });
  symlinkSync(packageOf('react'), join(modules, 'react'));
  renderByString(standalone);
  byString = here(join(modules, 'react-dom', 'server.edge.js'));
});

afterAll(() => rmSync(standalone, { recursive: true }));

function packageOf(name) {
  return dirname(realpathSync(here.resolve(`${name}/package.json`)));
}

/** As Next's render.js does it. */
async function html({ renderToReadableStream }, element) {
  const stream = await renderToReadableStream(element);
  await stream.allReady;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

function Page() {
  const id = useId();
  return h('main', { id, className: 'page' },
    h('h1', null, 'Tea & spices: ', 3, ' of ', '"₹1,890"'),
    h('img', { src: '/a.webp', srcSet: '/a.webp 400w', sizes: '46vw', fetchPriority: 'high', alt: 'It’s <tea>' }),
    h('select', { defaultValue: 'name' }, h('option', { value: 'price' }, 'Price'), h('option', { value: 'name' }, 'Name')),
    h('svg', { viewBox: '0 0 4 5', 'aria-hidden': true }, h('path', { strokeWidth: 2, fill: '#cfc5a5' })),
    h('input', { value: '', disabled: true, readOnly: true }),
    h('p', { dangerouslySetInnerHTML: { __html: '<b>bold</b>' } }),
    h(Suspense, { fallback: 'later' }, h('p', null, null, false, ['a', 'b'])),
  );
}

test('a page is the same, byte for byte, as by the renderer that Next has', async () => {
  const page = h(Page);

  expect(await html(byString, page)).toBe(await html(byStream, page));
});

test('a page with an unfinished part is waited for', async () => {
  const Late = lazy(async () => ({ default: () => h('p', null, 'here at last') }));
  const page = h(Suspense, { fallback: 'later' }, h(Late));

  const rendered = await html(byString, page);

  expect(rendered).toContain('here at last');
  expect(rendered).not.toContain('later');
});

test('a page that waits outside of any boundary is waited for', async () => {
  const Late = lazy(async () => ({ default: () => h('p', null, 'here at last') }));

  expect(await html(byString, h(Late))).toContain('here at last');
});

test('what a page throws is what Next is told', async () => {
  const Broken = () => {
    throw new Error('no such shelf');
  };

  await expect(html(byString, h(Broken))).rejects.toThrow('no such shelf');
});

test('a release of Next that renders in another way ends the build', () => {
  const file = join(standalone, 'node_modules', '.pnpm', 'next@16', 'node_modules', 'next', RUNTIME);
  expect(existsSync(file)).toBe(true);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('react-dom/server.edge', 'react-dom/server'));

  expect(() => renderByString(standalone)).toThrow(/change or delete one-renderer\.mjs/);
});
