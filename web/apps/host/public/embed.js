// Souk's header, footer and bag in a page of another site behind the same gateway, by one tag:
//   <script src="/embed.js" async></script>   data-language="hi" shows them in that language
// Wherever the page has <div data-souk="header">, "footer" or "mini-cart". What stands in such an element is shown until
// the part is there, and stays where it cannot come. Each has a shadow root, so neither page's styles reach the other's.
(() => {
  if (globalThis.soukPlaces) return; // the tag stands there twice
  const places = (globalThis.soukPlaces = []);
  const language = document.currentScript?.dataset.language;
  const sheets = new Map(); // address → style sheet, for all places

  // What the page itself sets on all its elements ends here; sizes are Souk's own, whatever the page calls a rem.
  const own = new CSSStyleSheet();
  own.replaceSync(
    '@layer apart { .souk-page { all: initial; } } :host { display: block; color-scheme: inherit; }' +
      '.souk-page { display: block; min-height: 0; overflow: visible; }',
  );

  async function mount() {
    const wanted = [...document.querySelectorAll('[data-souk]')];
    if (wanted.length === 0) return;
    const page = await read(`${language ? `/${language}` : ''}/embedded`);
    await Promise.all([...page.querySelectorAll('link[rel=stylesheet]')].map((link) => adopt(link.getAttribute('href'))));
    globalThis.soukSpeaking = () => page.documentElement.lang;
    for (const element of wanted) place(element, page);
    followStyles();
    bringToLife(page);
  }

  function place(element, page) {
    const part = element.dataset.souk;
    const rendered = page.querySelector(`[data-part="${CSS.escape(part)}"]`);
    if (!rendered) return console.warn(`Souk has no part named "${part}". It has header, footer and mini-cart.`);
    const root = element.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [own, ...sheets.values()];
    element.lang = page.documentElement.lang;
    element.dir = page.documentElement.dir;
    element.toggleAttribute('data-signed-in', /(^|; )souk_session=./.test(document.cookie));
    const into = document.createElement('div');
    into.className = 'souk-page';
    into.append(document.importNode(rendered, true));
    root.append(into);
    places.push({ part, into });
  }

  // As in a page of Souk's own, but that there is nothing to bring to life yet: client.tsx of @souk/shell renders it anew.
  function bringToLife(page) {
    const data = page.getElementById('__NEXT_DATA__');
    const root = Object.assign(document.createElement('div'), { id: '__next', hidden: true });
    document.body.append(document.importNode(data, true), root);
    for (const script of page.querySelectorAll('script[src][defer]')) {
      const src = script.getAttribute('src'); // as it is written: chunks know each other by that
      document.head.append(Object.assign(document.createElement('script'), { src, async: false }));
    }
  }

  // Pieces bring their styles into the page's head as they come.
  function followStyles() {
    new MutationObserver((changes) => {
      for (const node of changes.flatMap((change) => [...change.addedNodes])) {
        if (node instanceof HTMLLinkElement && node.rel === 'stylesheet' && /\/(mfe|_next\/static)\//.test(node.href)) {
          adopt(node.href).then(() => {
            for (const { into } of places) into.getRootNode().adoptedStyleSheets = [own, ...sheets.values()];
          }, complain);
        }
      }
    }).observe(document.head, { childList: true });
  }

  async function adopt(href) {
    const address = new URL(href, location.href).href;
    if (sheets.has(address)) return;
    const sheet = new CSSStyleSheet({ baseURL: address });
    sheets.set(address, sheet);
    const css = await (await asked(address)).text();
    for (const [face] of css.matchAll(/@font-face\s*\{[^}]*\}/g)) addFont(face, address);
    sheet.replaceSync(asApart(css));
  }

  // What a style sheet says of a whole document, said of such a place.
  function asApart(css) {
    return css
      .replace(/:root((?:\[[^\]]*\]|:(?:not|lang|dir)\([^)]*\))+)/g, ':host($1)')
      .replace(/:root(?![\w(:-])/g, ':host')
      .replace(/(^|[}{,;\s])(?:html|body)(?=[\s,{])/g, '$1.souk-page')
      .replace(/(\d*\.?\d+)rem\b/g, (_, rem) => `${rem * 16}px`);
  }

  // Only a document has fonts.
  function addFont(face, address) {
    const said = (name) => new RegExp(`${name}\\s*:\\s*([^;}]+)`).exec(face)?.[1].trim();
    const family = said('font-family')?.replace(/^['"]|['"]$/g, '');
    const source = said('src')?.replace(/url\((['"]?)([^'")]+)\1\)/g, (_, quote, url) => `url("${new URL(url, address).href}")`);
    if (!family || !source) return;
    const more = { weight: said('font-weight'), unicodeRange: said('unicode-range'), display: said('font-display'), sizeAdjust: said('size-adjust'),
      ascentOverride: said('ascent-override'), descentOverride: said('descent-override'), lineGapOverride: said('line-gap-override') }; // prettier-ignore
    document.fonts.add(new FontFace(family, source, Object.fromEntries(Object.entries(more).filter(([, value]) => value))));
  }

  async function read(address) {
    return new DOMParser().parseFromString(await (await asked(address)).text(), 'text/html');
  }

  async function asked(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
    return answer;
  }

  function complain(error) {
    console.warn('Souk could not be shown in this page.', error);
  }

  const start = () => void mount().catch(complain);
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
  else start();
})();
