import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compileAhead } from './compile-ahead.mjs';

test('every script of a zone asks to be compiled while it comes, once, and nothing else is changed', () => {
  const build = mkdtempSync(join(tmpdir(), 'build-'));
  onTestFinished(() => rmSync(build, { recursive: true }));
  const chunks = join(build, 'static', 'chunks');
  mkdirSync(chunks, { recursive: true });
  writeFileSync(join(chunks, 'react.js'), 'run();\n');
  writeFileSync(join(chunks, 'page.css'), 'a{}');

  compileAhead(build);
  compileAhead(build);

  expect(readFileSync(join(chunks, 'react.js'), 'utf8')).toBe('//# allFunctionsCalledOnLoad\nrun();\n');
  expect(readFileSync(join(chunks, 'page.css'), 'utf8')).toBe('a{}');
});
