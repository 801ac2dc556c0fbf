// @vitest-environment node
import { gunzipSync } from 'node:zlib';
import type { GetServerSidePropsContext } from 'next';
import { useId } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PageHead } from './PageHead';
import type { PageShell } from './page-shell';
import { sendPage } from './sent-page';
import { unsent } from './Still';

const shell: PageShell = { categories: [{ slug: 'mugs', name: 'Mugs' }], origin: 'https://shop.example' };
const written =
  '<!DOCTYPE html><html lang="en-IN"><head><meta charSet="utf-8" data-next-head=""/><title data-next-head="">First</title></head>' +
  '<body><div id="__next">first</div><script id="__NEXT_DATA__" type="application/json">{"page":"/[handle]"}</script></body></html>';

beforeEach(() => vi.stubEnv('NODE_ENV', 'production'));
afterEach(() => vi.unstubAllEnvs());

function aRequest({ accepts = '', locale = 'en' } = {}) {
  const sent = { headers: new Map<string, unknown>(), body: '' as string | Buffer };
  const res = {
    setHeader: (name: string, value: unknown) => sent.headers.set(name.toLowerCase(), value),
    end: (body: string | Buffer) => (sent.body = body),
  };
  const context = { req: { headers: { 'accept-encoding': accepts } }, res, locale } as unknown as GetServerSidePropsContext;
  return { context, sent, nextSends: (html: string) => res.end(html) };
}

/** A page of its own for each test: what is known of one stays known. */
function aPage() {
  return function Page({ title }: { title: string; secret?: object }) {
    return (
      <>
        <PageHead title={title} path="/products/mug" />
        <h1 id={useId()}>{title}</h1>
      </>
    );
  };
}

test('Next renders a page first, and from then on React alone, within what Next wrote around it', () => {
  const page = aPage();
  const first = aRequest();
  expect(sendPage(page, { title: 'Mug', shell }, first.context)).toBe(false);
  first.nextSends(written);
  expect(first.sent.body).toBe(written);

  const second = aRequest();
  expect(sendPage(page, { title: 'Pot & lid', secret: unsent({ a: 1 }), shell }, second.context)).toBe(true);

  const html = String(second.sent.body);
  expect(html).toContain('<title>Pot &amp; lid · Souk</title>');
  expect(html).toContain('<link rel="canonical" href="https://shop.example/products/mug"/>');
  expect(html).toMatch(/<h1 id="[^"]+">Pot &amp; lid<\/h1>/);
  expect(html).not.toContain('irst');
  const data: unknown = JSON.parse(/type="application\/json">(.*?)<\/script>/.exec(html)?.[1] ?? '');
  expect(data).toEqual({ page: '/[handle]', props: { pageProps: { title: 'Pot & lid', shell } } });
  expect(second.sent.headers.get('content-length')).toBe(Buffer.byteLength(html));
});

test('it is compressed for who takes that, and the same page has the same tag', () => {
  const page = aPage();
  const first = aRequest();
  sendPage(page, { title: 'Mug', shell }, first.context);
  first.nextSends(written);

  const plain = aRequest();
  const zipped = aRequest({ accepts: 'gzip' });
  const other = aRequest();
  for (const { context } of [plain, zipped]) sendPage(page, { title: 'Mug', shell }, context);
  sendPage(page, { title: 'Pot', shell }, other.context);

  expect(zipped.sent.headers.get('content-encoding')).toBe('gzip');
  expect(String(gunzipSync(zipped.sent.body as Buffer))).toBe(String(plain.sent.body));
  expect(zipped.sent.headers.get('etag')).toBe(plain.sent.headers.get('etag'));
  expect(other.sent.headers.get('etag')).not.toBe(plain.sent.headers.get('etag'));
});

test('a page that throws, another language and a document that is not understood are left to Next', () => {
  const page = aPage();
  const first = aRequest();
  sendPage(page, { title: 'Mug', shell }, first.context);
  first.nextSends('<html>otherwise</html>');
  expect(sendPage(page, { title: 'Mug', shell }, aRequest().context)).toBe(false);

  const Broken = ({ title }: { title: string }) => {
    if (title === 'Pot') throw new Error('no such shelf');
    return null;
  };
  const known = aRequest();
  sendPage(Broken, { title: 'Mug', shell }, known.context);
  known.nextSends(written);
  expect(sendPage(Broken, { title: 'Mug', shell }, aRequest().context)).toBe(true);
  expect(sendPage(Broken, { title: 'Pot', shell }, aRequest().context)).toBe(false);
  expect(sendPage(Broken, { title: 'Mug', shell }, aRequest({ locale: 'hi' }).context)).toBe(false);
});
