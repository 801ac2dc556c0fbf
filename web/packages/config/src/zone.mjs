import { writeCatalogues } from './catalogues.mjs';
import { assets, locales, mfe, root, versionHere, versionOf } from './manifest.mjs';

const workspace = ['@souk/api', '@souk/blocks', '@souk/federation', '@souk/shell', '@souk/store', '@souk/ui'];

/** The Next.js configuration of a zone: its path comes from souk.toml, its server is standalone. */
export function zone({ name, ...more }) {
  const { paths, team, gateway } = mfe(name);
  const basePath = paths[0] === '/' ? '' : paths[0];
  const texts = { '': writeCatalogues(process.cwd(), assets + basePath) };
  const rewrites = async () => ({ beforeFiles: throughGateway(gateway), afterFiles: [], fallback: [] });
  return { ...nextConfig({ basePath, parts: { '': { mfe: name, team, version: versionHere() } }, texts }), rewrites, ...more };
}

/** `parts` and `texts`: by the path below which pages of a build are of that micro frontend. `builtIn`: whose pieces come with the build. */
export function nextConfig({ basePath, parts, texts, builtIn = [], resolveAlias = {} }) {
  const codes = locales.map((locale) => locale.split('-')[0]);
  return {
    basePath,
    ...(assets && { assetPrefix: assets + basePath }),
    // The gateway makes `/products/hi/…` of `/hi/products/…`; nothing but the path decides.
    i18n: { locales: codes, defaultLocale: codes[0], localeDetection: false },
    output: 'standalone',
    // Of the same sources the same build: named by turbo's fingerprint of all that goes into it.
    generateBuildId: () => process.env.TURBO_HASH ?? null,
    outputFileTracingRoot: root,
    turbopack: {
      root,
      resolveAlias: {
        // Every browser that the style sheets and remotes are made for has what Next would add.
        '../build/polyfills/polyfill-module': '@souk/config/no-polyfills',
        // A page is brought to life by 1 KB instead of 35: docs/decisions/0013-pages-without-nexts-client.md.
        'next/dist/client/next-turbopack.js': '@souk/shell/client',
        '@souk/catalogues': './.texts.json',
        '@souk/missing': '@souk/config/nothing',
        'next/head': { browser: '@souk/config/no-head' },
        ...resolveAlias,
      },
    },
    // Without this, Turbopack writes an inline script into every page, which the CSP refuses.
    experimental: { turbopackSharedRuntime: false, clientRouterFilter: false }, // the filter tells App Router pages apart
    transpilePackages: workspace,
    reactStrictMode: true,
    compress: true, // only the gateway's cache asks for it: a page is compressed once, not for each visitor
    poweredByHeader: false,
    generateEtags: true,
    typescript: { ignoreBuildErrors: true }, // `turbo run typecheck` looks at all packages at once
    env: {
      SOUK_PARTS: JSON.stringify(parts),
      SOUK_TEXTS: JSON.stringify(texts),
      SOUK_BUILT_IN: JSON.stringify(builtIn),
      SOUK_API_VERSION: versionOf('web/packages/api'),
      SOUK_STORE_VERSION: versionOf('web/packages/store'),
    },
  };
}

/** Alone on its port a zone asks the gateway for what others serve, so it needs no CORS. */
function throughGateway(gateway) {
  if (process.env.NODE_ENV === 'production') return [];
  return [':service([a-z]+-service)', 'media', 'mfe'].map((first) => ({
    source: `/${first}/:path*`,
    destination: `${gateway}/${first}/:path*`,
    basePath: false,
  }));
}
