import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compileAhead } from './compile-ahead.mjs';

test('a script of a zone that takes time asks to be compiled while it comes, once, and nothing else is changed', () => {
  const build = mkdtempSync(join(tmpdir(), 'build-'));
  onTestFinished(() => rmSync(build, { recursive: true }));
  const chunks = join(build, 'static', 'chunks');
  mkdirSync(chunks, { recursive: true });
  const react = 'run();\n'.repeat(2_000);
  writeFileSync(join(chunks, 'react.js'), react);
  writeFileSync(join(chunks, 'entry.js'), 'run();\n');
  writeFileSync(join(chunks, 'page.css'), 'a{}');

  compileAhead(build);
  compileAhead(build);

  expect(readFileSync(join(chunks, 'react.js'), 'utf8')).toBe(`//# allFunctionsCalledOnLoad\n${react}`);
  expect(readFileSync(join(chunks, 'entry.js'), 'utf8')).toBe('run();\n');
  expect(readFileSync(join(chunks, 'page.css'), 'utf8')).toBe('a{}');
});
