import { defineConfig } from '@playwright/test';
import stories from '../playwright.config';
import { origins } from './origins';

/** `./souk test origins`: a shop whose souk.toml names other origins, and the first sale told in it. */
export default defineConfig(stories, {
  testDir: '..',
  testMatch: ['origins/*.spec.ts', 'stories/first-sale.spec.ts'],
  webServer: { command: 'node serve.mjs', url: `http://127.0.0.1:${new URL(origins.assets).port}/health`, reuseExistingServer: false },
});
