// Publishes the web files of a release into the volume that the gateways serve: `node publish.mjs [FROM] [TO]`.
// Files of earlier releases stay for 30 days, so that open tabs go on working.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const KEPT_MS = 30 * 24 * 3600 * 1000; // no tab stays open longer
const LOCK_MS = 60_000; // a release that holds it for longer is dead
const ENTRIES = ['remoteEntry.js', 'mf-manifest.json']; // read first by a browser's loader, so written last
const [from = '/release', to = '/srv/web'] = process.argv.slice(2);
const { MFE: name, TEAM: team, VERSION: version } = process.env;

publishFiles();
publishEntry();

function publishFiles() {
  const files = filesIn(from).map((file) => relative(from, file));
  const rank = (file) => ENTRIES.findIndex((entry) => file.endsWith(entry));
  for (const file of files.sort((one, other) => rank(one) - rank(other))) {
    const target = join(to, file);
    if (existsSync(target) && readFileSync(target).equals(readFileSync(join(from, file)))) continue;
    write(target, (unfinished) => copyFileSync(join(from, file), unfinished));
  }
  const current = new Set(files.map((file) => join(to, file)));
  const oldest = Date.now() - KEPT_MS;
  for (const file of [`mfe/${name}`, `zones/${name}`].flatMap((folder) => filesIn(join(to, folder)))) {
    if (!current.has(file) && statSync(file).mtimeMs < oldest) unlinkSync(file);
  }
}

/** Each MFE keeps its own entry; remotes.json is all of them, written by one release at a time. */
function publishEntry() {
  const manifest = join(from, 'mfe', name, 'mf-manifest.json');
  const exposed = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).exposes : [];
  const pieces = Object.fromEntries(exposed.map(({ name: piece, assets }) => [piece, [...assets.js.sync, ...assets.css.sync]]));
  const entry = { entry: `/mfe/${name}/remoteEntry.js`, team, version, pieces };
  const entries = join(to, 'remotes');
  write(join(entries, `${name}.json`), (unfinished) => writeFileSync(unfinished, JSON.stringify(entry)));
  locked(() => {
    const all = readdirSync(entries).filter((file) => file.endsWith('.json')).sort();
    const remotes = Object.fromEntries(all.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(entries, file), 'utf8'))]));
    write(join(to, 'remotes.json'), (unfinished) => writeFileSync(unfinished, JSON.stringify(remotes, null, 2)));
  });
  console.log(`published ${name} ${version}`);
}

function locked(work) {
  const lock = join(to, 'remotes.lock');
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
      if (Date.now() - since > LOCK_MS) rmdirSync(lock);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
  try {
    work();
  } finally {
    rmdirSync(lock);
  }
}

/** Aside, then in its place: who reads it reads all of it. */
function write(target, fill) {
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}.new`;
  fill(unfinished);
  renameSync(unfinished, target);
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
