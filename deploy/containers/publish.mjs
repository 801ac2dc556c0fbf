// Publishes the web files of a release into the volume that all gateways serve: `node publish.mjs [FROM] [TO]`.
// A release is a folder named by its contents, so that it never changes: mfe/<name>/<hash>/. Whoever asks for remotes.json
// gets the new one as soon as it is in its place; files of releases that others replaced stay for 30 days, so that open
// tabs go on working. Publishing an earlier image again goes back to it.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const KEPT_MS = 30 * 24 * 3600 * 1000; // no tab stays open longer
const LOCK_MS = 60_000; // a release that holds it for longer is dead
const HASH_LENGTH = 16; // the gateway lets browsers keep what lies below such a name for ever
const [from = '/release', to = '/srv/web'] = process.argv.slice(2);
const { MFE: name, TEAM: team, VERSION: version, ASSETS: network = '' } = process.env;

const [remote, zone] = [join('mfe', name), join('zones', name)];
const hash = hashOf([remote, zone].flatMap((folder) => filesIn(join(from, folder)).map((file) => join(folder, file))));
const served = new Map([
  ...filesIn(join(from, remote)).map((file) => [join(remote, hash, file), join(from, remote, file)]),
  ...filesIn(join(from, zone)).map((file) => [join(zone, file), join(from, zone, file)]),
]);
const [releases, current] = [join(to, 'releases', name), join(to, 'current', name)];

publishFiles();
publishEntry();
sweep();

/** All files are there before anything names one; the list of them says until when. */
function publishFiles() {
  for (const [file, source] of served) {
    const target = join(to, file);
    if (existsSync(target) && readFileSync(target).equals(readFileSync(source))) continue;
    write(target, (unfinished) => copyFileSync(source, unfinished));
  }
  write(join(releases, `${hash}.json`), (unfinished) => writeFileSync(unfinished, JSON.stringify([...served.keys()])));
}

/** Each MFE keeps its own entry; remotes.json is all of them, written by one release at a time. */
function publishEntry() {
  const entries = join(to, 'remotes');
  locked(() => {
    // Whoever loaded a page until now goes on with the release of now.
    const replaced = existsSync(current) ? join(releases, `${readFileSync(current, 'utf8')}.json`) : '';
    if (existsSync(replaced)) touch(replaced);
    write(current, (unfinished) => writeFileSync(unfinished, hash));
    mkdirSync(entries, { recursive: true });
    // A zone that exposes nothing is no remote.
    const manifest = join(from, remote, 'mf-manifest.json');
    if (existsSync(manifest)) write(join(entries, `${name}.json`), (unfinished) => writeFileSync(unfinished, JSON.stringify(entryOf(manifest))));
    const all = readdirSync(entries).filter((file) => file.endsWith('.json')).sort();
    const remotes = Object.fromEntries(all.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(entries, file), 'utf8'))]));
    writeLater(join(to, 'remotes.json'), `${JSON.stringify(remotes, null, 2)}\n`);
  });
  console.log(`published ${name} ${version} (${hash})`);
}

/** As `./souk publish` says it (cli/releases/served.py). */
function entryOf(manifest) {
  const { exposes = [], texts = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  return {
    entry: `${network}/mfe/${name}/${hash}/remoteEntry.js`,
    team,
    version,
    pieces: Object.fromEntries(exposes.map(({ name: piece, assets }) => [piece, [...assets.js.sync, ...assets.css.sync]])),
    texts,
    piece_texts: Object.fromEntries(exposes.filter((piece) => piece.texts).map((piece) => [piece.name, piece.texts])),
  };
}

function sweep() {
  const oldest = Date.now() - KEPT_MS;
  const kept = new Set(served.keys());
  for (const list of filesIn(releases)) {
    const file = join(releases, list);
    if (list !== `${hash}.json` && statSync(file).mtimeMs < oldest) unlinkSync(file);
    else for (const one of JSON.parse(readFileSync(file, 'utf8'))) kept.add(one);
  }
  for (const folder of [remote, zone]) {
    for (const file of filesIn(join(to, folder)).map((one) => join(folder, one))) {
      // What is younger may be of a release that has not written its list yet.
      if (!kept.has(file) && statSync(join(to, file)).mtimeMs < oldest) unlinkSync(join(to, file));
    }
  }
}

function hashOf(files) {
  const hashed = createHash('sha256').update(JSON.stringify([name, version]));
  for (const file of files) hashed.update(JSON.stringify([file, sha256(readFileSync(join(from, file)))]));
  return hashed.digest('hex').slice(0, HASH_LENGTH);
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
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

/** nginx tells one file from another of the same length by the second it was written in, so no two share one. */
function writeLater(target, text) {
  const earlier = statSync(target, { throwIfNoEntry: false });
  if (earlier && readFileSync(target, 'utf8') === text) return;
  const later = Math.max(Math.floor(Date.now() / 1000), Math.floor((earlier?.mtimeMs ?? 0) / 1000) + 1);
  write(target, (unfinished) => {
    writeFileSync(unfinished, text);
    utimesSync(unfinished, later, later);
  });
}

function touch(file) {
  const now = Date.now() / 1000;
  utimesSync(file, now, now);
}

/** Aside, then in its place: who reads it reads all of it. */
function write(target, fill) {
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}.new`;
  fill(unfinished);
  renameSync(unfinished, target);
}

/** In order, as paths below the folder. */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
