import { send } from '@souk/api';
import { assetsOrigin } from '@souk/api/system';
import { REGISTRY } from './registry-address';

/** One line of /mfe/remotes.json: where a remote is now, and who answers for it. */
export interface RemoteEntry {
  entry: string;
  version: string;
  team: string;
  /** The files that each piece brings, beside the entry; a piece may be missing here. */
  pieces: Files;
  /** By locale, the file with all its texts. */
  texts: Readonly<Record<string, string>>;
  /** By piece and locale, the files with what that piece says; a remote of an earlier release has none. */
  pieceTexts: Readonly<Record<string, Files>>;
}
type Files = Readonly<Record<string, readonly string[]>>;
export type Registry = Readonly<Record<string, RemoteEntry>>;

let asked: Promise<Registry> | undefined;

/** The remotes that the running system serves; asked once, again after a failure. */
export function registry(): Promise<Registry> {
  asked ??= answer()
    .then(readRegistry)
    .catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
  return asked;
}

/** What early-piece.js has asked for already, once. */
async function answer(): Promise<unknown> {
  const early = window.soukRemotes;
  delete window.soukRemotes; // a piece leaves nothing behind in the page
  return (await early) ?? send<unknown>({ url: REGISTRY, timeoutS: 4 });
}

declare global {
  interface Window {
    soukRemotes?: Promise<unknown> | undefined;
  }
}

export function forgetRegistry(): void {
  asked = undefined;
}

/** Takes `{"cart": {"entry": "/mfe/cart/remoteEntry.js", "version": "0.1.0", "team": "checkout"}}`. */
export function readRegistry(value: unknown): Registry {
  if (typeof value !== 'object' || value === null) throw new Error(`${REGISTRY} is not an object.`);
  return Object.fromEntries(Object.entries(value).flatMap(([name, line]) => entryOf(name, line)));
}

function entryOf(name: string, line: unknown): [string, RemoteEntry][] {
  if (typeof line !== 'object' || line === null || !('entry' in line)) return [];
  const { entry, version, team, pieces, texts, piece_texts: ofPieces } = line as Partial<Record<string, unknown>>;
  if (typeof entry !== 'string' || !isOurs(entry)) return [];
  const known = { version: String(version ?? 'unknown'), team: String(team ?? 'unknown') };
  return [[name, { entry, ...known, pieces: filesOf(pieces), texts: textsOf(texts), pieceTexts: pieceTextsOf(ofPieces) }]];
}

/** Scripts come from the folder of remotes, of this shop or of the network that delivers for it, and from nowhere else. */
function isOurs(entry: string): boolean {
  const path = assetsOrigin && entry.startsWith(`${assetsOrigin}/`) ? entry.slice(assetsOrigin.length) : entry;
  return /^\/mfe\/[\w./-]+(\?[\w=.&-]*)?$/.test(path) && !path.includes('..');
}

function filesOf(value: unknown): Files {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, files]) => [name, Array.isArray(files) ? files.filter(isFile) : []]));
}

function textsOf(value: unknown): RemoteEntry['texts'] {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((line): line is [string, string] => isFile(line[1])));
}

function pieceTextsOf(value: unknown): RemoteEntry['pieceTexts'] {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([piece, texts]) => [piece, filesOf(texts)]));
}

function isFile(file: unknown): file is string {
  return typeof file === 'string' && /^[\w./-]+\.(js|css)$/.test(file) && !file.includes('..');
}
