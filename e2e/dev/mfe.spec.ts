import { expect, test } from '../support/shop';
import { Source, souk } from './from-source';

const shop = new URL(process.env.SOUK_E2E_URL ?? 'http://localhost:8888');
/** Moved as the shop's gateway is, and to one that no browser refuses. */
const port = 4066 + Number(shop.port) - 8888;

for (const scheme of ['https', 'http'] as const) {
  test(`over ${scheme}: a login lasts past its access token, and a text and a line of code are replaced under the eyes`, async ({
    shopper,
    watch,
  }) => {
    const { page } = shopper;
    const origin = `${scheme}://localhost:${port}`;
    watch.allow(/Build error|Syntax Error|\[rsbuild\]/); // told where it is edited
    watch.allow(/status of 401/); // the call that finds its token gone, and is answered once it is refreshed
    const account = await shopper.signsUp('Leela Nair');
    await page.context().clearCookies();
    const texts = new Source('web/apps/auth/src/messages/en-IN.json');
    const code = new Source('web/apps/auth/src/login/Frame.tsx');
    const began = Date.now();
    const dev = await souk('auth', '--port', `mfe.auth=${port}`, ...(scheme === 'http' ? ['--http'] : []));
    console.log(`    ${scheme}: ${((Date.now() - began) / 1000).toFixed(1)} s until all is said`);
    try {
      const hardened: string[] = [];
      page.on('response', (answer) => {
        if (answer.headers()['strict-transport-security']) hardened.push(answer.url());
      });

      await page.goto(`${origin}/login`);
      await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
      await expect(page.getByRole('banner')).toBeVisible();
      console.log(`    ${scheme}: ${((Date.now() - began) / 1000).toFixed(1)} s until the page is seen`);
      await page.evaluate(() => Object.assign(window, { stayed: true }));

      const saved = Date.now();
      texts.replace('"sign-in-title": "Sign in"', '"sign-in-title": "Come in, ⁨please⁩"');
      await expect(page.getByRole('heading', { level: 1, name: /Come in/ })).toBeVisible();
      console.log(`    ${scheme}: ${((Date.now() - saved) / 1000).toFixed(1)} s from a text saved to seen`);
      texts.putBack();
      await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();

      const changed = Date.now();
      code.replace('<h1', '<p>Seen as it was saved</p><h1');
      await expect(page.getByText('Seen as it was saved')).toBeVisible();
      console.log(`    ${scheme}: ${((Date.now() - changed) / 1000).toFixed(1)} s from code saved to seen`);
      expect(await page.evaluate(() => 'stayed' in window), 'the page was never loaded anew').toBe(true);
      code.replace('<p>Seen', '<p>>Seen <');
      await expect.poll(dev.said).toMatch(/auth {2}.*(error|Error)/);
      await expect(page.getByText('Seen as it was saved')).toBeVisible();
      code.putBack();
      await expect(page.getByText('Seen as it was saved')).toBeHidden();

      await page.getByLabel('Email').fill(account.email);
      await page.getByLabel('Password').fill(account.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('button', { name: /Leela/ })).toBeVisible();
      expect(page.url().startsWith(origin)).toBe(true);

      await page.context().clearCookies({ name: /^souk_access_/ });
      const refreshed = page.waitForResponse((answer) => answer.url().endsWith('/customer/refresh'));
      await page.goto(`${origin}/account`);
      expect((await refreshed).status()).toBe(204);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Leela');
      expect((await page.context().cookies(origin)).some(({ name }) => name.startsWith('souk_access_'))).toBe(true);
      expect(hardened).toEqual([]);
    } finally {
      await page.goto('about:blank'); // before its origin goes
      texts.putBack();
      code.putBack();
      expect(await dev.end(), dev.said()).toBe(0);
    }
  });
}
