import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'happy-dom',
    passWithNoTests: true,
    testTimeout: 60_000, // on a busy machine only what hangs has failed
    // The counts of ./souk test come from the report.
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
