import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

/** The repository root: where souk.toml stands. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

const manifest = parse(readFileSync(join(root, 'souk.toml'), 'utf8'));

const { locale, languages = {} } = manifest.souk;

/** Of every price, charge and total. */
export const { currency } = manifest.souk;

/** The shop's own first. */
export const locales = [locale, ...Object.keys(languages).filter((other) => other !== locale)];

export const mfes = Object.keys(manifest.mfe);

/** Those whose pages and pieces come with one build where micro frontends are together: the zone at `/` always does, plain web components never. */
export const builtIn = mfes.filter((name) => manifest.mfe[name].paths?.includes('/') || !(manifest.mfe[name].apart || manifest.mfe[name].framework === 'element'));

/** Before the address of a zone's file that never changes: nothing, or the origin of a network that delivers it. */
export const assets = process.env.NODE_ENV === 'development' ? '' : (manifest.assets?.origin ?? '');

/** What souk.toml says of one micro frontend, and where its gateway is. */
export function mfe(name) {
  const entry = manifest.mfe[name];
  if (!entry) {
    throw new Error(`souk.toml has no [mfe.${name}]. Add that table (team, framework, port, paths).`);
  }
  const offset = Number(process.env.SOUK_PORT_OFFSET ?? 0);
  return {
    team: entry.team,
    framework: entry.framework,
    port: entry.port + offset,
    paths: entry.paths ?? [],
    gateway: `http://127.0.0.1:${manifest.gateway.port + offset}`,
  };
}

/** The version in the package.json of a folder of this repository. */
export function versionOf(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).version;
}

/** The version of the app that is being built. */
export function versionHere() {
  return versionOf(relative(root, process.cwd()));
}
