import { expect, test } from '@playwright/test';
import { manifestOf } from '../conform/subject';
import { openTestbed } from '../conform/testbed';
import { TinyApp } from '../support/tiny-app';

const testbed = new URL('../../web/packages/testbed/dist', import.meta.url).pathname;

test('a web component that fails says so in its own place, whichever way it fails', { tag: '@conformance' }, async ({ page, request }) => {
  const app = await TinyApp.ofElements('failing', new URL('../support/failing', import.meta.url).pathname);
  const subject = { name: 'failing', manifest: app.manifest, budgetKb: 60, testbed };
  const manifest = await manifestOf(request, subject);

  for (const piece of manifest?.exposes ?? []) {
    await page.unrouteAll();
    if (manifest) await openTestbed(page, subject, manifest);
    await page.evaluate((id) => Reflect.get(window, 'soukTestbed').mount(id, {}), `failing/${piece.name}`);

    await expect(page.getByRole('alert'), piece.name).toBeVisible();
    await expect(page.locator('#beside')).toHaveText(`failing/${piece.name}`);
  }

  app.end();
  expect(manifest?.exposes.map(({ name }) => name)).toEqual(['Constructed', 'Shown', 'ShownLater']);
});

test('one whose files did not come is there when it is tried again', { tag: '@conformance' }, async ({ page, request }) => {
  const app = await TinyApp.ofElements('sizes', new URL('../../examples/sizes', import.meta.url).pathname);
  const subject = { name: 'sizes', manifest: app.manifest, budgetKb: 60, testbed };
  const manifest = await manifestOf(request, subject);
  if (manifest) await openTestbed(page, subject, manifest);
  await page.route('**/size-chart.mjs', (route) => route.abort());
  await page.evaluate(() => Reflect.get(window, 'soukTestbed').mount('sizes/SizesPage', { shell: { base: '/sizes', path: '/sizes', search: '' } }));
  await expect(page.getByRole('alert')).toBeVisible();

  await page.unroute('**/size-chart.mjs');
  await page.getByRole('button', { name: 'Try again' }).click();

  await expect(page.getByRole('heading', { name: 'Find your size' })).toBeVisible();
  app.end();
});
