/** Loads pieces from remotes. Loaded by a dynamic import only: no page's first load carries it, the store or the API. */
import * as soukApi from '@souk/api';
import { language } from '@souk/api/language';
import * as soukStore from '@souk/store';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import { containerOf, lent, type Container } from './container';
import type { Loaded, RemoteId } from './contract';
import { forgetRegistry, registry, type RemoteEntry } from './registry';
import { runOnce } from './script';

export const { SoukProvider } = soukStore;

/** One copy of each for the whole page: remotes are built without (@souk/config's remote.mjs). */
const scope = {
  react: lent(react.version, react),
  'react-dom': lent(react.version, reactDom),
  'react/jsx-runtime': lent(react.version, jsxRuntime),
  '@souk/api': lent(process.env.SOUK_API_VERSION, soukApi),
  '@souk/store': lent(process.env.SOUK_STORE_VERSION, soukStore),
};

/** Load a piece; every attempt after the first asks for the remote anew. */
export async function load(id: RemoteId, attempt: number): Promise<Loaded> {
  const [app = '', piece = ''] = id.split('/');
  if (attempt > 0) forgetRegistry();
  const entry = (await registry())[app];
  if (!entry) throw new Error(`No remote "${app}" is being served.`);
  const asked = remote(app, entry, attempt);
  for (const file of entry.pieces[piece] ?? []) fetchEarly(beside(entry, file));
  const [container] = await Promise.all([asked, texts(entry, piece)]);
  const make = await container.get(`./${piece}`);
  return { Piece: pieceOf(make(), piece, id), part: entry };
}

const remotes = new Map<string, Promise<Container>>();

function remote(app: string, { entry }: RemoteEntry, attempt: number): Promise<Container> {
  const known = remotes.get(app);
  if (known && attempt === 0) return known;
  const again = attempt > 0 ? `${entry.includes('?') ? '&' : '?'}r=${Date.now()}` : '';
  const asked = containerOf(`souk_${app}`, entry + again, scope);
  remotes.set(app, asked);
  asked.catch(() => remotes.get(app) === asked && remotes.delete(app)); // the next piece of it asks again
  return asked;
}

/** A piece's texts in the page's language; they must be there before its code runs. */
async function texts(remoteEntry: RemoteEntry, piece: string): Promise<void> {
  const { texts: all, pieceTexts } = remoteEntry;
  const { locale } = language();
  const whole = all[locale];
  const files = pieceTexts[piece]?.[locale] ?? (whole === undefined ? [] : [whole]);
  await Promise.all(files.map((file) => runOnce(beside(remoteEntry, file))));
}

/** A file of the same release. */
function beside({ entry }: RemoteEntry, file: string): string {
  return new URL(file, new URL(entry, location.origin)).href;
}

/** What the container will ask for once it is there comes beside it; early-piece.js may have asked before. */
function fetchEarly(href: string): void {
  if (document.head.querySelector(`link[href="${href}"]`)) return;
  const link = Object.assign(document.createElement('link'), { rel: 'preload', href, as: href.endsWith('.css') ? 'style' : 'script' });
  document.head.append(link);
}

function pieceOf(module: unknown, piece: string, id: string): Loaded['Piece'] {
  const found = typeof module === 'object' && module !== null ? Reflect.get(module, piece) : undefined;
  if (typeof found !== 'function') throw new Error(`${id} exports no component named ${piece}.`);
  return found as Loaded['Piece'];
}
