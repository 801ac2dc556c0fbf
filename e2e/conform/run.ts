/** `node run.ts '<subjects as JSON>'`: prints what came of each as JSON. ./souk conform app calls it. */
import { chromium, request } from '@playwright/test';
import { judged } from './app-rules.ts';
import type { Subject } from './subject.ts';

const subjects = JSON.parse(process.argv[2] ?? '[]') as Subject[];
const browser = await chromium.launch({
  ...(process.env.SOUK_CHROMIUM ? { executablePath: process.env.SOUK_CHROMIUM } : {}),
  args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-gpu'],
  chromiumSandbox: process.getuid?.() !== 0,
});
const http = await request.newContext();
try {
  const told: Record<string, unknown> = {};
  for (const subject of subjects) told[subject.name] = await judged(browser, http, subject);
  process.stdout.write(JSON.stringify(told));
} finally {
  await http.dispose();
  await browser.close();
}
