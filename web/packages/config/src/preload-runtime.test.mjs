import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { preloadRuntime } from './preload-runtime.mjs';

let build;

beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), 'build-'));
  write('static/chunks/app.js', 'e.v(t=>Promise.all(["static/chunks/other.js"].map(l)));e.v(t=>Promise.all(["static/chunks/a.css","static/chunks/store.js","static/chunks/mf.js"].map(l)))');
  write('static/chunks/mf.js', 'from:"souk_shell"');
  write('static/chunks/store.js', 'store');
  write('static/chunks/other.js', 'other');
  write('server/pages/cart.html', '<head><link rel="preload" href="/mfe/remotes.json"/></head><body></body>');
  write('server/pages/404.html', '<head></head>');
});

afterEach(() => rmSync(build, { recursive: true }));

function write(name, text) {
  mkdirSync(dirname(join(build, name)), { recursive: true });
  writeFileSync(join(build, name), text);
}

const page = (name) => readFileSync(join(build, 'server', 'pages', name), 'utf8');

test('a federated page names the scripts that bring its piece, and no other page does', () => {
  preloadRuntime(build, build, '/shop');

  const named = [...page('cart.html').matchAll(/href="(\/shop[^"]+)" as="script"/g)].map(([, href]) => href);
  expect(named).toEqual(['/shop/_next/static/chunks/store.js', '/shop/_next/static/chunks/mf.js']);
  expect(page('404.html')).toBe('<head></head>');
});

test('a build that loads the runtime in another way is an error', () => {
  write('static/chunks/mf.js', 'something else');

  expect(() => preloadRuntime(build, build, '')).toThrow(/No chunk of .* holds "souk_shell"/);
});
