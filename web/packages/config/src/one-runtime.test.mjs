import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepOneRuntime } from './one-runtime.mjs';

const RUNTIME = '(()=>{var r=globalThis.TURBOPACK;if(void 0===r)r=[];else if(!Array.isArray(r))return;let X=e=>globalThis.ran.push(e[1].runtimeModuleIds);globalThis.TURBOPACK={push:X},r.forEach(X)})();';
const entry = (id) =>
  `(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push(["object"==typeof document?document.currentScript:void 0,{otherChunks:["static/chunks/a.js",{path:"b.js",included:[1]}],runtimeModuleIds:[${id},7]}]),${RUNTIME}`;

let build;

beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), 'build-'));
  mkdirSync(join(build, 'static', 'chunks'), { recursive: true });
  writeFileSync(join(build, 'build-manifest.json'), JSON.stringify({ pages: { '/_app': ['static/chunks/turbopack-app.js'] } }));
  write('turbopack-app.js', entry(1));
  write('turbopack-home.js', entry(2));
});

afterEach(() => rmSync(build, { recursive: true }));

function write(name, text) {
  writeFileSync(join(build, 'static', 'chunks', name), text);
}

function read(name) {
  return readFileSync(join(build, 'static', 'chunks', name), 'utf8');
}

test('a page brings its entry only, and runs by the runtime of _app', () => {
  keepOneRuntime(build);

  expect(read('turbopack-app.js')).toBe(entry(1));
  expect(read('turbopack-home.js')).not.toContain('Array.isArray');
  const page = vm.createContext({ ran: [] });
  for (const name of ['turbopack-app.js', 'turbopack-home.js']) vm.runInContext(read(name), page);
  expect(page.ran).toEqual([[1, 7], [2, 7]]);
});

test('an entry of another make stays as it is', () => {
  write('turbopack-new.js', 'somethingElse.push([]);');

  keepOneRuntime(build);

  expect(read('turbopack-new.js')).toBe('somethingElse.push([]);');
});
