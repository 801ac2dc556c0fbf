import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { currency, locales, root } from './manifest.mjs';
import { numbersOf } from './numbers.mjs';

/**
 * The texts of an app or package and of all that it is made of: by locale, then by catalogue ("cart", "products/reviews"); and
 * how that language writes numbers.
 */
export function catalogues(folder) {
  const texts = textsIn(placesOf(folder));
  return Object.fromEntries(Object.entries(texts).map(([locale, said]) => [locale, { ...said, ...numbersOf(locale, currency) }]));
}

/** Where each of those catalogues stands: `{ name, place }`. */
export function placesOf(folder) {
  return [...sourcesOf(folder)].flatMap(cataloguesIn);
}

export function textsIn(places) {
  return Object.fromEntries(locales.map((locale) => [locale, Object.fromEntries(places.map(({ name, place }) => [name, textsOf(place, locale)]))]));
}

/** What a language lacks is shown in the shop's own; `souk check` names it. */
function textsOf(place, locale) {
  return { ...read(join(place, `${locales[0]}.json`)), ...read(join(place, `${locale}.json`)) };
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** The folder and those of its @souk dependencies, theirs included. */
function sourcesOf(folder, seen = new Set()) {
  seen.add(folder);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const other = name.startsWith('@souk/') && join(root, 'web', 'packages', name.slice('@souk/'.length));
    if (other && !seen.has(other)) sourcesOf(other, seen);
  }
  return seen;
}

function cataloguesIn(folder) {
  const source = join(folder, 'src');
  const own = `${sep}${locales[0]}.json`;
  const places = readdirSync(source, { recursive: true }).filter((file) => file.endsWith(join('messages', own)));
  return places.map((file) => {
    const room = dirname(dirname(file));
    const name = relative(dirname(folder), folder);
    return { name: room === '.' ? name : `${name}/${room.split(sep).join('/')}`, place: join(source, dirname(file)) };
  });
}

/** What gives a page its texts: beside those that it has, a newer piece may know more than its page. */
export function scriptOf(locale, texts) {
  const known = `((globalThis.soukTexts??={})[${JSON.stringify(locale)}]??={})`;
  return `((k,n)=>{for(let c in n)k[c]={...k[c],...n[c]}})(${known},${JSON.stringify(texts)});\n`;
}

export function hashOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Writes one script per language into the zone's public folder, and all texts for its server; answers their addresses. */
export function writeCatalogues(folder, base) {
  const all = catalogues(folder);
  const target = join(folder, 'public', 'texts');
  const scripts = Object.entries(all).map(([locale, texts]) => {
    const script = scriptOf(locale, texts);
    return { locale, name: `${locale}.${hashOf(script)}.js`, script };
  });
  mkdirSync(target, { recursive: true });
  for (const old of readdirSync(target)) if (!scripts.some(({ name }) => name === old)) rmSync(join(target, old), { force: true });
  for (const { name, script } of scripts) if (!existsSync(join(target, name))) writeFileSync(join(target, name), script);
  const server = join(folder, '.texts.json');
  const text = JSON.stringify(all);
  if (!existsSync(server) || readFileSync(server, 'utf8') !== text) writeFileSync(server, text);
  return Object.fromEntries(scripts.map(({ locale, name }) => [locale, `${base}/texts/${name}`]));
}

/** For an app alone on its port: a module that gives it the texts of every language. */
export function alonesTexts(folder) {
  const file = join(folder, 'node_modules', '.texts.mjs');
  writeFileSync(file, Object.entries(catalogues(folder)).map(([locale, texts]) => scriptOf(locale, texts)).join(''));
  return file;
}
