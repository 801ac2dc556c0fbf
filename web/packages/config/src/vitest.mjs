import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'happy-dom',
    // A file has a context of its own; a thread of its own for each cost more than half of the time of all tests.
    pool: 'vmThreads',
    passWithNoTests: true,
    testTimeout: 60_000, // on a busy machine only what hangs has failed
    // The counts of ./souk test come from the report.
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
