/** What Next writes around every rendering of a page, by the marks that it leaves there. */
export interface KnownDocument {
  /** As Next calls it, such as `/[handle]`. */
  page: string;
  around: (head: string, body: string, data: string) => string;
}

/** The elements of next/head stand one after the other, after that of the encoding. */
const HEAD = /<meta charSet="utf-8" data-next-head=""\/>(?:<[a-z]+(?: [^>]*)? data-next-head=""[^>]*>(?:[^<]*<\/[a-z]+>)?)*/;
/** But scripts, such as structured data, stand further down. */
const SCRIPT = /<script(?: [^>]*)? data-next-head=""[^>]*>[^<]*<\/script>/g;
const BODY = '<div id="__next">';
const DATA = '</div><script id="__NEXT_DATA__" type="application/json">';
const END = '</script>';

/** null: it does not look as a document of Next's does. */
export function documentIn(html: string): KnownDocument | null {
  const head = HEAD.exec(html);
  const body = html.indexOf(BODY);
  const data = html.lastIndexOf(DATA);
  const end = html.indexOf(END, data + DATA.length);
  if (!head || body < head.index || data < body || end < 0) return null;
  const page = pageIn(html.slice(data + DATA.length, end));
  if (page === undefined || INSTEAD.has(page)) return null;
  const start = html.slice(0, head.index);
  const between = html.slice(head.index + head[0].length, body + BODY.length).replace(SCRIPT, '');
  if (between.includes('data-next-head')) return null;
  const rest = html.slice(end);
  return { page, around: (own, shown, told) => `${start}${CHARSET}${own}${between}${shown}${DATA}${told}${rest}` };
}

/** What Next shows instead of a page that is not there or cannot be rendered. */
const INSTEAD: ReadonlySet<string> = new Set(['/404', '/500', '/_error']);
const CHARSET = '<meta charSet="utf-8"/>';

function pageIn(data: string): string | undefined {
  try {
    const { page } = JSON.parse(data) as { page?: unknown };
    return typeof page === 'string' ? page : undefined;
  } catch {
    return undefined;
  }
}

const UNSAFE: Readonly<Record<string, string>> = { '&': '\\u0026', '>': '\\u003e', '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** JSON that may stand in a script element. */
export function escaped(json: string): string {
  return json.replace(/[&><\u2028\u2029]/g, (sign) => UNSAFE[sign] ?? sign);
}
