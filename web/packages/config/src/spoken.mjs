import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const RELATIVE = /\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]*)['"]/g;
const ENDINGS = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'];

/** The catalogues that a piece's code, also what it loads later, takes its texts from: of these places. */
export function spokenFrom(file, places) {
  const files = new Set([file]); // grows as it is walked
  for (const each of files) for (const other of importsOf(each)) files.add(other);
  const folders = new Set([...files].map((each) => dirname(each)));
  return places.filter(({ place }) => folders.has(place));
}

function importsOf(file) {
  if (!/\.tsx?$/.test(file)) return [];
  const asked = [...readFileSync(file, 'utf8').matchAll(RELATIVE)].map(([, path]) => resolve(dirname(file), path));
  return asked.map(fileOf).filter((found) => found !== undefined);
}

function fileOf(path) {
  return ENDINGS.map((ending) => path + ending).find((file) => existsSync(file) && statSync(file).isFile());
}
