import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { expect, test } from '../support/shop';
import { Source, souk } from './from-source';

const { SOUK_E2E_URL: shop = '', SOUK_E2E_AUTHORITY: authority = '', SOUK_E2E_DEV_PORT: port = '' } = process.env;
const parts = ['mfe.cart', '--port', `mfe.cart=${port}`, '--against', shop];
let door: Server;

test.beforeAll(() => {
  door = tlsEndsHere().listen(Number(new URL(shop).port), '127.0.0.1');
});

test.afterAll(() => {
  door.close();
});

test('a deployed shop whose certificate nobody here trusts is refused, with the way out', async () => {
  await expect(souk(...parts)).rejects.toThrow(/cannot be asked: .*CERTIFICATE_VERIFY_FAILED[^]*--ca-file FILE/);
});

for (const scheme of ['https', 'http'] as const) {
  test(`over ${scheme} before a shop behind TLS: a bag, a login and a text that changes under the eyes`, async ({ shopper }) => {
    const { page } = shopper;
    const origin = `${scheme}://localhost:${port}`;
    const account = await shopper.signsUp('Leela Nair');
    await page.context().clearCookies();
    const texts = new Source('web/apps/cart/src/messages/en-IN.json');
    const dev = await souk(...parts, '--ca-file', authority, ...(scheme === 'http' ? ['--http'] : []));
    try {
      const answers: { url: string; hardened: boolean }[] = [];
      page.on('response', (answer) => answers.push({ url: answer.url(), hardened: 'strict-transport-security' in answer.headers() }));

      await page.goto(`${origin}/products/bud-vase`);
      await page.getByRole('group', { name: 'Colour' }).getByRole('radio', { name: 'Celadon' }).check({ force: true });
      await page.getByRole('button', { name: 'Add to bag' }).click();
      await expect(page.getByRole('link', { name: 'Bag, 1 item', includeHidden: true })).toBeAttached();

      await page.goto(`${origin}/cart`);
      const heading = page.getByRole('heading', { level: 1 });
      await expect(heading).toHaveText('Your bag');
      texts.replace('"bag-title": "Your bag"', '"bag-title": "What you chose"');
      await expect(heading).toHaveText('What you chose');

      await page.goto(`${origin}/login`);
      await page.getByLabel('Email').fill(account.email);
      await page.getByLabel('Password').fill(account.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('button', { name: /Leela/ })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Bag, 1 item', includeHidden: true })).toBeAttached();

      const cookies = await page.context().cookies(origin);
      expect(cookies.some(({ name, secure }) => name.startsWith(scheme === 'https' ? '__Host-' : 'dev-Host-') && secure === (scheme === 'https'))).toBe(true);
      expect(answers.map(({ url }) => url)).toContain(`${origin}/mfe/cart/remoteEntry.js`);
      expect(answers.filter(({ url, hardened }) => hardened || !url.startsWith(origin))).toEqual([]);
    } finally {
      await page.goto('about:blank'); // before its origin goes
      texts.putBack();
      expect(await dev.end(), dev.said()).toBe(0);
    }
  });
}

/** In front of the gateway, which knows no TLS: as a load balancer does. */
function tlsEndsHere(): Server {
  const { SOUK_E2E_CERTIFICATE: certificate = '', SOUK_E2E_KEY: key = '', SOUK_HOME: home = '' } = process.env;
  const state = JSON.parse(readFileSync(`${home}/run/state.json`, 'utf8')) as { parts: { name: string; ports: number[] }[] };
  const [gateway = 0] = state.parts.find(({ name }) => name === 'gateway')?.ports ?? [];
  return createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (outside) => {
    const inside = connect(gateway, '127.0.0.1');
    const ends: Socket[] = [outside, inside];
    for (const end of ends) end.on('error', () => ends.forEach((each) => each.destroy()));
    outside.pipe(inside).pipe(outside);
  });
}
