import { defineConfig } from '@playwright/test';
import stories from '../playwright.config';

/** `./souk test dev`: what ./souk dev does for who edits a micro frontend; one at a time, as sources are changed. */
export default defineConfig(stories, {
  testDir: '.',
  testIgnore: 'against.spec.ts', // of another shop
  fullyParallel: false,
  workers: 1,
  use: { ignoreHTTPSErrors: true }, // a browser that was not told of the authority; cli/tests/test_dev_authority.py holds the chain
});
