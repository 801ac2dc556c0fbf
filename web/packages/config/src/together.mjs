import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { hashOf, placesOf, scriptOf, textsIn } from './catalogues.mjs';
import { assets, builtIn, locales, mfe, mfes, root, versionOf } from './manifest.mjs';
import { spokenFrom } from './spoken.mjs';
import { nextConfig } from './zone.mjs';

const HEAD = '// Written by @souk/config from souk.toml and the apps; change those.\n';
/** What the written code imports; this package itself depends on none of them. */
const BUILT = '@souk/federation/built';
const REMOTES = '@souk/federation/remotes';
const STORE = '@souk/store';
/** What the zone at `/` has for all: one frame, one document, one page for what nobody has. */
const FRAME = /^_|^[45]\d\d\./;

/**
 * The Next.js configuration of all micro frontends in one build: every zone's pages at their addresses, and each exposed piece
 * a chunk that is loaded when it is mounted (docs/decisions/0037-four-shapes.md).
 */
export function together() {
  const folder = process.cwd();
  const texts = writeTogether(folder);
  return nextConfig({
    basePath: '',
    parts: Object.fromEntries(zones().map(({ name, base }) => [base, partOf(name)])),
    texts,
    builtIn,
    resolveAlias: { '@souk/federation/runtime': './src/pieces.ts', '@souk/missing': { browser: '@souk/config/nothing', default: './src/missing.ts' } },
  });
}

/** Everything of the build that follows from souk.toml and the apps; answers where the texts of pages are. */
export function writeTogether(folder) {
  const scripts = {};
  const add = (catalogues) =>
    Object.fromEntries(
      Object.entries(textsIn(catalogues)).map(([locale, said]) => {
        const script = scriptOf(locale, said);
        const name = `${locale}.${hashOf(script)}.js`;
        scripts[`texts/${name}`] = script;
        return [locale, `${assets}/texts/${name}`];
      }),
    );
  // Texts of packages are on every page, so that a piece brings its own app's alone.
  const everybodys = unique(builtIn.flatMap((name) => placesOf(appOf(name)).filter((place) => !isOwn(place, name))));
  const texts = Object.fromEntries(zones().map(({ name, base }) => [base, add([...everybodys, ...placesOf(appOf(name)).filter((place) => isOwn(place, name))])]));
  const pages = Object.assign({}, ...zones().map((zone) => pagesOf(zone, folder)));
  write(join(folder, 'src'), { ...pages, 'pieces.ts': piecesFile(folder, add), 'missing.ts': missingFile(folder) });
  write(join(folder, 'public'), { ...Object.assign({}, ...zones().map(publicFilesOf)), ...scripts });
  writeChanged(join(folder, '.texts.json'), JSON.stringify(textsIn(unique(builtIn.flatMap((name) => placesOf(appOf(name)))))));
  return texts;
}

function zones() {
  return builtIn.filter((name) => mfe(name).framework === 'next').map((name) => ({ name, base: mfe(name).paths[0].replace(/\/$/, '') }));
}

function partOf(name) {
  return { mfe: name, team: mfe(name).team, version: versionOf(`web/apps/${name}`) };
}

function appOf(name) {
  return join(root, 'web', 'apps', name);
}

function isOwn({ place }, name) {
  return place.startsWith(join(appOf(name), 'src'));
}

function unique(places) {
  return [...new Map(places.map((each) => [each.place, each])).values()];
}

/**
 * A zone's pages, each as it is written and with its imports led back to the app. They are no re-exports: Next takes
 * getServerSideProps and all that it needs out of the browser's code only of a file in the folder of pages.
 */
function pagesOf({ name, base }, folder) {
  const from = join(appOf(name), 'src', 'pages');
  const files = readdirSync(from, { recursive: true }).filter((file) => /\.tsx?$/.test(file) && !(base && FRAME.test(file)));
  return Object.fromEntries(
    files.map((file) => {
      const target = join('pages', base, file);
      const place = dirname(join(folder, 'src', target));
      return [target, HEAD + ledBack(readFileSync(join(from, file), 'utf8'), dirname(join(from, file)), place)];
    }),
  );
}

function ledBack(text, from, to) {
  return text.replace(/(\b(?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]*)\2/g, (_, before, quote, path) => `${before}${quote}${pathTo(resolve(from, path), to)}${quote}`);
}

function pathTo(file, from) {
  const path = relative(from, file);
  return path.startsWith('.') ? path : `./${path}`;
}

/** What @souk/federation loads pieces by, in the place of its runtime. */
function piecesFile(folder, add) {
  const lines = builtIn.flatMap((name) => {
    const source = join(appOf(name), 'src');
    return Object.entries(exposedBy(name)).map(([piece, path]) => {
      const file = join(source, path);
      const texts = JSON.stringify(textsByLocale(spokenFrom(file, placesOf(appOf(name)).filter((place) => isOwn(place, name))), add));
      return `  '${name}/${piece}': { part: ${JSON.stringify({ team: mfe(name).team, version: partOf(name).version })}, texts: ${texts}, bring: () => import('${pathTo(file, join(folder, 'src')).replace(/\.tsx?$/, '')}') },\n`;
    });
  });
  const apart = mfes.some((name) => !builtIn.includes(name)) ? `, () => import('${REMOTES}')` : '';
  return `${HEAD}import { fromBuild } from '${BUILT}';\n\nexport { SoukProvider } from '${STORE}';\n\nexport const load = fromBuild({\n${lines.join('')}}${apart});\n`;
}

/** A file of each catalogue, so that two pieces of a page bring what both say once. */
function textsByLocale(places, add) {
  const each = places.map((place) => add([place]));
  return Object.fromEntries(locales.map((locale) => [locale, each.map((files) => files[locale])]));
}

function exposedBy(name) {
  const file = join(appOf(name), 'src', 'exposes.ts');
  if (!existsSync(file)) return {};
  const [, block = ''] = /export const exposes\s*=\s*\{(.*?)\}/s.exec(readFileSync(file, 'utf8')) ?? [];
  return Object.fromEntries([...block.matchAll(/^\s*['"]?(\w+)['"]?\s*:\s*['"]([^'"]+)['"]/gm)].map(([, piece, path]) => [piece, path]));
}

/** Each zone's own words for what it does not have: Next has one such page for a build. */
function missingFile(folder) {
  const lines = zones().map(({ name, base }) => `  '${base}': Of${name}`);
  const imports = zones().map(({ name }) => `import Of${name} from '${pathTo(join(appOf(name), 'src', 'pages', '404'), join(folder, 'src'))}';\n`);
  return `${HEAD}${imports.join('')}\nexport default {\n${lines.join(',\n')},\n};\n`;
}

function publicFilesOf({ name, base }) {
  const from = join(appOf(name), 'public');
  const files = existsSync(from) ? readdirSync(from, { recursive: true, withFileTypes: true }) : [];
  const kept = files.filter((file) => file.isFile()).map((file) => relative(from, join(file.parentPath, file.name)));
  return Object.fromEntries(kept.filter((file) => !file.startsWith('texts')).map((file) => [join('.', base, file), readFileSync(join(from, file))]));
}

/** These files and no others; what is the same is left alone, so that a build can tell what changed. */
function write(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (file.isFile() && !(relative(folder, path) in files)) rmSync(path);
  }
  for (const [name, content] of Object.entries(files)) writeChanged(join(folder, name), content);
}

function writeChanged(file, content) {
  if (existsSync(file) && Buffer.from(content).equals(readFileSync(file))) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
