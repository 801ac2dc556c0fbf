import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { catalogues } from './catalogues.mjs';

const CATALOGUES = '@souk/catalogues';

export default defineConfig({
  plugins: [
    {
      name: CATALOGUES,
      enforce: 'pre',
      resolveId: (id) => (id === CATALOGUES ? `\0${CATALOGUES}` : undefined),
      load: (id) => (id === `\0${CATALOGUES}` ? `export default ${JSON.stringify(catalogues(process.cwd()))}` : undefined),
    },
  ],
  resolve: { alias: { '@souk/missing': fileURLToPath(new URL('./nothing.mjs', import.meta.url)) } },
  test: {
    environment: 'happy-dom',
    // A file has a context of its own; a thread of its own for each cost more than half of the time of all tests.
    pool: 'vmThreads',
    setupFiles: [fileURLToPath(new URL('./vitest-texts.mjs', import.meta.url))],
    passWithNoTests: true,
    testTimeout: 60_000, // on a busy machine only what hangs has failed
    // The counts of ./souk test come from the report.
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
