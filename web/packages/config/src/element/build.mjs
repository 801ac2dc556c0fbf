/**
 * `node build.mjs NAME FOLDER`: makes dist/mfe of a micro frontend of plain web components. Its files go out as they are: no bundler
 * and no package is needed, only an entry by which pages load it like any other remote, and the manifest of its pieces.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { wrapper } from './container.mjs';

const ENTRY = 'remoteEntry.js';
const OURS = /\.ts$|(^|\/)tests\/|\.test\.\w+$/; // types and tests: no browser asks for them
const IMPORTED = /^\s*(?:import\s*(?:[\w$*\s{},]+\sfrom\s*)?|export\s[\w$*\s{},]*\sfrom\s*)['"]([^'"]+)['"]/gm;

const [name, place] = process.argv.slice(2);
build(name, resolve(place)).catch(({ message }) => {
  process.stderr.write(`${name}: ${message}\n`);
  process.exitCode = 1;
});

async function build(app, folder) {
  const source = join(folder, 'src');
  const { exposes, samples = {} } = await import(pathToFileURL(join(source, 'exposes.ts')).href);
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => posix.join(file.parentPath.slice(source.length + 1), file.name))
    .filter((file) => !OURS.test(file))
    .sort();
  // A folder named by what is in it: a browser never has one module of this release and another of the last.
  const served = posix.join('static', hashOf(source, files));
  const modules = Object.entries(exposes).map(([piece, path]) => [piece, modulesFrom(source, posix.normalize(path))]);
  write(folder, (target) => {
    for (const file of files) cpSync(join(source, file), join(target, served, file), { recursive: true });
    writeFileSync(join(target, ENTRY), entryOf(app, Object.fromEntries(modules.map(([piece, all]) => [piece, all.map((file) => `${served}/${file}`)]))));
    writeFileSync(join(target, 'mf-manifest.json'), JSON.stringify(manifestOf(app, served, modules, samples), null, 2));
  });
}

function hashOf(source, files) {
  const digest = createHash('sha256');
  for (const file of files) digest.update(`${file}\0`).update(readFileSync(join(source, file)));
  return digest.digest('hex').slice(0, 12);
}

/** The piece's own, and what it imports at once. */
function modulesFrom(source, first) {
  const found = new Set([first]); // grows as it is walked
  for (const file of found) {
    if (!existsSync(join(source, file))) throw new Error(`src/${file} is not there. Correct the path in src/exposes.ts, or the import.`);
    if (!file.endsWith('.mjs')) throw new Error(`src/${file} is no module by its name. Call it ….mjs, so that a page asks for it as one.`);
    for (const [, asked] of readFileSync(join(source, file), 'utf8').matchAll(IMPORTED)) {
      if (!/^\.{1,2}\//.test(asked)) throw new Error(`src/${file} imports ${asked}, which a browser cannot find. Bring it as a file of src, and import that by its path.`);
      found.add(posix.join(posix.dirname(file), asked));
    }
  }
  return [...found];
}

/** Where it lies is known to the script that runs: each release has a folder of its own. */
function entryOf(app, files) {
  return `(() => {\nconst { src } = document.currentScript;\n${wrapper}\nglobalThis.souk_${app} = elementContainer('${app}', ${JSON.stringify(files)}, (files) => modulesAt(src, files));\n})();\n`;
}

function manifestOf(app, served, modules, samples) {
  const id = `souk_${app}`;
  return {
    id,
    name: id,
    metaData: { name: id, globalName: id, publicPath: 'auto', remoteEntry: { name: ENTRY, path: '', type: 'global' } },
    exposes: modules.map(([piece, files]) => {
      const js = { sync: files.map((file) => `${served}/${file}`), async: [] };
      return { id: `${id}:${piece}`, name: piece, path: `./${piece}`, assets: { js, css: { sync: [], async: [] } }, texts: {}, sample: samples[piece] };
    }),
    texts: {},
  };
}

/** Aside, then in its place. */
function write(folder, fill) {
  const target = join(folder, 'dist', 'mfe');
  const unfinished = `${target}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  fill(unfinished);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  renameSync(unfinished, target);
}
