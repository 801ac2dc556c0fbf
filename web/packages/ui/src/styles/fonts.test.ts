import { languages } from '@souk/api/system';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

const SHEET = resolve(import.meta.dirname, 'fonts.css');
const LAST_OF_LATIN = 0x24f;

/** Faces as the sheet declares them. */
const faces = [...readFileSync(SHEET, 'utf8').matchAll(/@font-face \{([^}]+)\}/g)].map(([, body = '']) => ({
  family: /font-family: '?([^';]+)/.exec(body)?.[1],
  files: [...body.matchAll(/url\('([^']+)'\)/g)].map(([, file = '']) => resolve(dirname(SHEET), file)),
  letters: lettersIn(/unicode-range: ([^;]+)/.exec(body)?.[1] ?? ''),
}));

function lettersIn(ranges: string): Set<number> {
  const letters = [...ranges.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)].flatMap(([, first = '', last = first]) => {
    const [from, to] = [parseInt(first, 16), parseInt(last, 16)];
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
  return new Set(letters);
}

test('every file of a face is there', () => {
  expect(faces.flatMap(({ files }) => files).filter((file) => !existsSync(file))).toEqual([]);
});

test('the letters of the languages\' own names, and no others, have a face of ours on every page', () => {
  const names = languages.flatMap(({ name }) => [...name].map((letter) => letter.codePointAt(0) ?? 0));
  const needed = new Set(names.filter((letter) => letter > LAST_OF_LATIN));
  const had = faces.filter(({ family }) => family === 'Language names').flatMap(({ letters }) => [...letters]);

  expect(had.toSorted()).toEqual([...needed].toSorted());
});
