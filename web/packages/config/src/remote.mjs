import { pluginModuleFederation } from '@module-federation/rsbuild-plugin';
import { defineConfig } from '@rsbuild/core';
import { pluginReact } from '@rsbuild/plugin-react';
import { mfe, versionHere } from './manifest.mjs';

const browsers = ['chrome >= 123', 'edge >= 123', 'firefox >= 124', 'safari >= 17.5'];

/** One copy of each for the whole page: the shell provides them, remotes carry none. */
const singletons = {
  react: '^19.0.0',
  'react-dom': '^19.0.0',
  'react/jsx-runtime': '^19.0.0',
  '@souk/api': '^0.1.0',
  '@souk/store': '^0.1.0',
};

function shared() {
  return Object.fromEntries(
    Object.entries(singletons).map(([name, requiredVersion]) => [
      name,
      { singleton: true, strictVersion: true, requiredVersion, import: false },
    ]),
  );
}

/**
 * The Rsbuild configuration of an app's remote, written to dist/mfe.
 * `rsbuild build` makes the remote; `rsbuild dev` serves the app alone on its own port from src/alone.tsx.
 */
export function remote({ name, exposes }) {
  return defineConfig(({ command }) => (command === 'dev' ? alone(name) : federated(name, exposes)));
}

function federated(name, exposes) {
  const prefixed = Object.fromEntries(
    Object.entries(exposes).map(([id, path]) => [`./${id}`, `./src/${path.replace(/^\.\//, '')}`]),
  );
  return {
    mode: 'production',
    plugins: [
      pluginReact(),
      pluginModuleFederation(
        {
          name: `souk_${name}`,
          filename: 'remoteEntry.js',
          exposes: prefixed,
          shared: shared(),
          dts: false,
          dev: false,
          manifest: true,
          experiments: { optimization: { disableSnapshot: true, target: 'web' } },
        },
        {},
      ),
    ],
    source: { entry: {}, define: identity(name) },
    output: {
      assetPrefix: `/mfe/${name}/`,
      distPath: { root: 'dist/mfe' },
      cleanDistPath: true,
      overrideBrowserslist: browsers,
      legalComments: 'none',
      ...cssNames(name),
    },
    tools: { htmlPlugin: false, rspack: { externals: [runtimeOfThePage] } },
    performance: { printFileSize: { compressed: true } },
  };
}

/** Federation's own code comes from the shell (@souk/federation's runtime.ts): 4 KB a remote instead of 13. */
function runtimeOfThePage({ request }, decide) {
  if (/@module-federation\/webpack-bundler-runtime/.test(request)) decide(null, 'var _SOUK_FEDERATION_RUNTIME');
  else decide();
}

function alone(name) {
  const { port, gateway } = mfe(name);
  return {
    plugins: [pluginReact()],
    source: { entry: { index: './src/alone.tsx' }, define: identity(name) },
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
