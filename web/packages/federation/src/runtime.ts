/** Everything that knows Module Federation. Loaded by a dynamic import only: no page's first load carries it. */
import { ModuleFederation } from '@module-federation/runtime-core';
import bundlerRuntime from '@module-federation/webpack-bundler-runtime';
import * as soukApi from '@souk/api';
import * as soukStore from '@souk/store';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import type { RemoteId } from './contract';
import { forgetRegistry, registry, type RemoteEntry } from './registry';

export const { SoukProvider } = soukStore;

// Remotes are built without federation's own code and look for it here: 9 KB less in each (@souk/config's remote.mjs).
Object.assign(globalThis, { _SOUK_FEDERATION_RUNTIME: { __esModule: true, default: bundlerRuntime } });

const federation = new ModuleFederation({
  name: 'souk_shell',
  remotes: [],
  shareStrategy: 'loaded-first',
  shared: {
    react: provided(react.version, react),
    'react-dom': provided(react.version, reactDom),
    'react/jsx-runtime': provided(react.version, jsxRuntime),
    '@souk/api': provided(process.env.SOUK_API_VERSION, soukApi),
    '@souk/store': provided(process.env.SOUK_STORE_VERSION, soukStore),
  },
});

function provided(version: string | undefined, instance: unknown) {
  if (!version) throw new Error('The zone was built without the versions of what it shares.');
  return {
    version,
    lib: () => instance,
    shareConfig: { singleton: true, strictVersion: true, requiredVersion: `^${version}` },
  };
}

export interface Loaded {
  Piece: react.ComponentType<Record<string, unknown>>;
  entry: RemoteEntry;
}

/** Load a piece; every attempt after the first asks for the remote anew. */
export async function load(id: RemoteId, attempt: number): Promise<Loaded> {
  const [app = '', piece = ''] = id.split('/');
  if (attempt > 0) forgetRegistry();
  const entry = (await registry())[app];
  if (!entry) throw new Error(`No remote "${app}" is being served.`);
  register(app, entry, attempt);
  const module: unknown = await federation.loadRemote(id);
  return { Piece: pieceOf(module, piece, id), entry };
}

const registered = new Set<string>();

function register(app: string, { entry }: RemoteEntry, attempt: number): void {
  if (registered.has(app) && attempt === 0) return;
  registered.add(app);
  const again = attempt > 0 ? `${entry.includes('?') ? '&' : '?'}r=${Date.now()}` : '';
  const remote = { name: app, entry: entry + again, entryGlobalName: `souk_${app}`, type: 'global' as const };
  federation.registerRemotes([remote], { force: attempt > 0 });
}

function pieceOf(module: unknown, piece: string, id: string): Loaded['Piece'] {
  const found = typeof module === 'object' && module !== null ? Reflect.get(module, piece) : undefined;
  if (typeof found !== 'function') throw new Error(`${id} exports no component named ${piece}.`);
  return found as Loaded['Piece'];
}
