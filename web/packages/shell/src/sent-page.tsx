/**
 * A public page without Next's own rendering around it. What Next writes around a page (its document: scripts, style sheets,
 * language) is the same for every rendering of that page in a language, so it is taken from the first one; from then on React
 * renders the page alone, and the answer is sent from the page's data method, which Next allows. Where anything is not as it
 * should be, Next renders the page as ever. docs/decisions/0057-pages-in-a-known-document.md.
 */
import { hash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { GetServerSidePropsContext } from 'next';
import type { ComponentType, ReactNode } from 'react';
import { renderToStaticMarkup, renderToString } from 'react-dom/server';
import { AsRendered } from './as-rendered';
import { documentIn, escaped, type KnownDocument } from './known-document';
import { PageFrame } from './PageFrame';
import { HeadContext } from './page-head-context';
import type { PageShell } from './page-shell';

type Page<Props> = ComponentType<Props & { shell: PageShell }>;

// What renderToString writes where it left a part of the page to the browser, because it waits or has failed.
const LEFT_TO_BROWSER = '<!--$!-->';
/** A page is compressed for whoever asks for it within its time; a higher level takes twice as long for a twentieth. */
const GZIP = { level: 4 };

const documents = new Map<unknown, Map<string, KnownDocument>>();

/** Whether the page was sent; if not, Next is to render it. */
export function sendPage<Props extends object>(page: Page<Props>, props: Props & { shell: PageShell }, context: GetServerSidePropsContext): boolean {
  if (process.env.NODE_ENV !== 'production') return false;
  const { req, res, locale = '' } = context;
  const known = documents.get(page)?.get(locale);
  if (!known) {
    learnFrom(res, (document) => documents.set(page, (documents.get(page) ?? new Map<string, KnownDocument>()).set(locale, document)));
    return false;
  }
  const html = rendered(page, props, known);
  if (html === null) return false;
  send(html, req.headers['accept-encoding'], res);
  return true;
}

/** What Next sends for this page is looked at once. */
function learnFrom(res: ServerResponse, learnt: (document: KnownDocument) => void): void {
  const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
  res.end = ((...args: unknown[]) => {
    const document = typeof args[0] === 'string' ? documentIn(args[0]) : null;
    if (document) learnt(document);
    return end(...args);
  }) as ServerResponse['end'];
}

function rendered<Props extends object>(Shown: Page<Props>, props: Props & { shell: PageShell }, known: KnownDocument): string | null {
  const head: ReactNode[] = [];
  const { page } = known;
  let body: string;
  try {
    body = renderToString(
      <AsRendered>
        <HeadContext value={head}>
          <PageFrame shell={props.shell} page={page}>
            <Shown {...props} />
          </PageFrame>
        </HeadContext>
      </AsRendered>,
    );
  } catch {
    return null; // Next renders it again, and reports what is wrong
  }
  if (body.includes(LEFT_TO_BROWSER)) return null;
  const data = escaped(JSON.stringify({ page, props: { pageProps: props } }));
  return known.around(renderToStaticMarkup(head), body, data);
}

function send(html: string, accepted: string | readonly string[] | undefined, res: ServerResponse): void {
  const zipped = /\bgzip\b/.test(String(accepted));
  const body = zipped ? gzipSync(html, GZIP) : Buffer.from(html);
  if (zipped) res.setHeader('Content-Encoding', 'gzip');
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.setHeader('Vary', 'Accept-Encoding');
  res.setHeader('ETag', `W/"${hash('sha1', html, 'base64url')}"`);
  res.setHeader('Content-Length', body.length);
  res.end(body);
}
