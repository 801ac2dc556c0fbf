import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, rspack } from '@rsbuild/core';
import { pluginReact } from '@rsbuild/plugin-react';
import { BesideItself } from './beside-itself.mjs';
import { alonesTexts } from './catalogues.mjs';
import { hotPieces } from './hot-pieces.mjs';
import { mfe, versionHere, versionOf } from './manifest.mjs';
import { RemoteManifest } from './remote-manifest.mjs';
import { singletons } from './singletons.mjs';

const browsers = ['chrome >= 123', 'edge >= 123', 'firefox >= 124', 'safari >= 17.5'];

function shared() {
  return Object.fromEntries(
    Object.entries(singletons).map(([name, requiredVersion]) => [
      name,
      { singleton: true, strictVersion: true, requiredVersion, import: false },
    ]),
  );
}

/**
 * The Rsbuild configuration of an app's remote, written to dist/mfe. `rsbuild build` makes the remote; `rsbuild dev` serves the
 * app alone on its own port from src/alone.tsx, or where `./souk dev` began it (SOUK_DEV_PORT) the remote, for a page of a shop.
 */
export function remote({ name, exposes, samples = {} }) {
  return defineConfig(({ command }) => {
    if (command !== 'dev') return federated(name, exposes, samples);
    const port = process.env.SOUK_DEV_PORT;
    return port ? hot(name, exposes, Number(port)) : alone(name);
  });
}

/**
 * The remote as it is edited, behind a development origin. The page lends it the React of a release, so a piece is mounted anew when it
 * changes (hot.mjs), and React's own refreshing is off. No eval, no style element: the shop's policy stands.
 */
function hot(name, exposes, port) {
  const container = { name: `souk_${name}`, filename: 'remoteEntry.js', exposes: named(hotPieces(process.cwd(), exposes)) };
  const base = `/mfe/${name}/`;
  const webSocketUrlResolver = fileURLToPath(import.meta.resolve('@souk/config/same-socket'));
  return {
    mode: 'development',
    plugins: [pluginReact({ fastRefresh: false, swcReactOptions: { development: false } })],
    source: { define: identity(name) },
    output: { distPath: { root: 'dist/hot' }, overrideBrowserslist: browsers, ...cssNames(name) },
    dev: { assetPrefix: base, hmr: true, liveReload: true, lazyCompilation: false, client: { path: `${base}hot`, overlay: false, webSocketUrlResolver } },
    server: { port, host: '127.0.0.1', strictPort: true, printUrls: false, cors: false, htmlFallback: false },
    // In one file: a container that waits for another is not there when its script has run.
    tools: { htmlPlugin: false, rspack: { ...containerAlone(container), optimization: { splitChunks: false, emitOnErrors: false } } },
  };
}

function federated(name, exposes, samples) {
  const container = { name: `souk_${name}`, filename: 'remoteEntry.js', exposes: named(exposes) };
  return {
    mode: 'production',
    plugins: [pluginReact()],
    source: { define: identity(name) },
    output: {
      assetPrefix: 'auto', // beside the entry, wherever that lies: each release has a folder of its own
      distPath: { root: 'dist/mfe' },
      cleanDistPath: true,
      overrideBrowserslist: browsers,
      legalComments: 'none',
      ...cssNames(name),
    },
    tools: {
      htmlPlugin: false,
      // What two pieces share is a file of its own from 3 KB of source on: a page that mounts both, as a product's does, loads it once.
      rspack: { ...containerAlone(container, new BesideItself(), new RemoteManifest(container, samples)), optimization: { splitChunks: { minSize: 3_000 } } },
    },
    performance: { printFileSize: { compressed: true } },
  };
}

/** The page that ./souk conform mounts pieces on, in two files: what a zone lends to remotes, built as a zone builds it. */
export function testbed() {
  return defineConfig({
    mode: 'production',
    plugins: [pluginReact()],
    source: {
      entry: { testbed: './src/testbed.tsx' },
      preEntry: [alonesTexts(process.cwd())],
      define: Object.fromEntries(['API', 'STORE'].map((name) => [`process.env.SOUK_${name}_VERSION`, JSON.stringify(versionOf(`web/packages/${name.toLowerCase()}`))])),
    },
    output: { assetPrefix: '/__conform/', distPath: { root: 'dist', js: '', css: '' }, filenameHash: false, dataUriLimit: 0, overrideBrowserslist: browsers, legalComments: 'none', ...cssNames('testbed') },
    splitChunks: false,
    tools: { htmlPlugin: false, rspack: { module: { parser: { javascript: { dynamicImportMode: 'eager' } } } } },
  });
}

function containerAlone(container, ...plugins) {
  return {
    entry: {}, // the container is all there is
    output: { uniqueName: container.name },
    // The plain container: the page's side of its protocol is forty lines (@souk/federation's container.ts).
    plugins: [new rspack.container.ModuleFederationPluginV1({ ...container, shared: shared() }), ...plugins],
  };
}

/** Each piece's chunk has the piece's name, so that the manifest can say what it brings. */
function named(exposes) {
  return Object.fromEntries(
    Object.entries(exposes).map(([id, path]) => [`./${id}`, { import: isAbsolute(path) ? path : `./src/${path.replace(/^\.\//, '')}`, name: `piece-${id}` }]),
  );
}

function alone(name) {
  const { port, gateway } = mfe(name);
  return {
    plugins: [pluginReact()],
    source: { entry: { index: './src/alone.tsx' }, preEntry: [alonesTexts(process.cwd())], define: identity(name) },
    output: { distPath: { root: 'dist/alone' }, overrideBrowserslist: browsers, ...cssNames(name) },
    html: { title: `Souk ${name}` },
    server: {
      port,
      host: '127.0.0.1',
      strictPort: true,
      historyApiFallback: true,
      // Rsbuild wants a function here: a plain prefix also catches the app's own pages.
      proxy: [{ pathFilter: (path) => /^\/([a-z]+-service|media|mfe)\//.test(path), target: gateway }],
    },
  };
}

function identity(name) {
  return {
    'process.env.SOUK_MFE': JSON.stringify(name),
    'process.env.SOUK_TEAM': JSON.stringify(mfe(name).team),
    'process.env.SOUK_VERSION': JSON.stringify(versionHere()),
  };
}

// Names are hashed by path, so without the MFE's name two apps' `.button` collide.
function cssNames(name) {
  return { cssModules: { localIdentName: `${name}-[local]-[hash:base64:5]` } };
}
