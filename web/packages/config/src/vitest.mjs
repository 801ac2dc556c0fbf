import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'happy-dom',
    passWithNoTests: true,
    // The counts of ./souk test come from the report.
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
