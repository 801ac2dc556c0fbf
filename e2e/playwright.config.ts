import { defineConfig } from '@playwright/test';

// `./souk test e2e` starts a shop of its own and sets these; see README.md to run a single story against any shop.
const shop = process.env.SOUK_E2E_URL ?? 'http://localhost:8888';
const chromium = process.env.SOUK_CHROMIUM;

export default defineConfig({
  testDir: 'stories',
  fullyParallel: true,
  workers: 3, // two leave a fifth of two cores idle: shoppers wait for parcels
  // Upper bounds only, so that a busy machine makes the stories slow and not red.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  retries: 0,
  reporter: process.env.SOUK_E2E_REPORT ? [['list'], ['json', { outputFile: process.env.SOUK_E2E_REPORT }]] : 'list',
  outputDir: `../.souk/test-results/${process.env.SOUK_E2E_SHAPE ?? ''}`, // the next shape's run leaves them alone
  use: {
    baseURL: shop,
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    actionTimeout: 60_000,
    trace: 'off', // a fifth of the stories' time: `./souk test e2e -k` keeps one of what fails
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic', '--disable-gpu'],
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
});
