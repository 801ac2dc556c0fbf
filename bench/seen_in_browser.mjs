/**
 * What a browser sees of pages: `node seen_in_browser.mjs ORIGIN PATH…`, run in e2e/, writes one JSON line.
 * Each page in a context of its own, with nothing kept: largest contentful paint in ms; JavaScript in KB as it came over the wire,
 * that the HTML names and all once nothing more is asked for.
 */
import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.cwd()}/`)('@playwright/test');
const [origin, ...paths] = process.argv.slice(2);

const browser = await chromium.launch({ executablePath: process.env.SOUK_CHROMIUM || undefined, args: ['--no-sandbox', '--disable-gpu'] });
const seen = {};
for (const path of paths) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    new PerformanceObserver((list) => (globalThis.largest = list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(origin + path, { waitUntil: 'networkidle' });
  const html = await (await page.request.get(origin + path)).text();
  const named = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source]) => new URL(source, origin).href);
  seen[path] = await page.evaluate((first) => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js'));
    const kilobytes = (some) => some.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1024;
    return { 'LCP ms': globalThis.largest ?? 0, 'first load, KB of JavaScript': kilobytes(scripts.filter(({ name }) => first.includes(name))), 'in all, KB of JavaScript': kilobytes(scripts) };
  }, named);
  await context.close();
}
await browser.close();
console.log(JSON.stringify(seen));
