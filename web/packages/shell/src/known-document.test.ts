import { expect, test } from 'vitest';
import { documentIn, escaped } from './known-document';

/** As Next writes a page. */
function written({ page = '/[handle]', head = '<title data-next-head="">Mug</title>', tail = '' } = {}): string {
  return (
    `<!DOCTYPE html><html lang="en-IN"><head><meta charSet="utf-8" data-next-head=""/>${head}<link rel="icon" href="/i.svg"/>` +
    `<script src="/a.js" defer=""></script></head><body><div id="__next"><main>Mug</main></div>` +
    `<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"a":1}},"page":"${page}","query":{}}</script>${tail}</body></html>`
  );
}

test('around another page stands what Next wrote around the first', () => {
  const known = documentIn(written({ tail: '<script src="/b.js"></script>' }));

  expect(known?.page).toBe('/[handle]');
  expect(known?.around('<title>$& Pot</title>', '<main>$1</main>', '{"b":2}')).toBe(
    '<!DOCTYPE html><html lang="en-IN"><head><meta charSet="utf-8"/><title>$& Pot</title><link rel="icon" href="/i.svg"/>' +
      '<script src="/a.js" defer=""></script></head><body><div id="__next"><main>$1</main></div>' +
      '<script id="__NEXT_DATA__" type="application/json">{"b":2}</script><script src="/b.js"></script></body></html>',
  );
});

test("every tag of the first page's own head is left out", () => {
  const head =
    '<title data-next-head="">A &lt;mug&gt;</title><meta name="viewport" content="width=device-width" data-next-head=""/>' +
    '<link rel="canonical" href="https://shop.example/a?b=1" data-next-head=""/>' +
    '<link rel="preload" href="/b.css"/><script type="application/ld+json" data-next-head="">{"name":"\\u003cmug"}</script>';

  expect(documentIn(written({ head }))?.around('', '', '')).toBe(documentIn(written({ head: '<link rel="preload" href="/b.css"/>' }))?.around('', '', ''));
});

test('what looks otherwise, or is shown instead of a page, is no known document', () => {
  const apart = '<title data-next-head="">Mug</title><link rel="x"/><meta name="b" data-next-head=""/>';
  expect(documentIn(written({ head: apart }))).toBeNull();
  expect(documentIn(written().replace(' data-next-head=""/>', '/>'))).toBeNull();
  expect(documentIn(written().replace('__NEXT_DATA__', '__OTHER__'))).toBeNull();
  expect(documentIn(written().replace('{"props"', '{props'))).toBeNull();
  for (const page of ['/404', '/500', '/_error']) expect(documentIn(written({ page }))).toBeNull();
});

test('no text ends the element that holds the data', () => {
  const data = JSON.stringify({ title: '</script><script>alert(1)</script> & \u2028' });

  expect(escaped(data)).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(escaped(data))).toEqual(JSON.parse(data));
});
