import { Head, Html, Main, NextScript, type DocumentContext, type DocumentProps } from 'next/document';
import type { ComponentProps, ReactElement } from 'react';
import { below, partOf } from './parts';
import { speak, spokenAs } from './speaking';

/** Named by its content, so a browser keeps it for ever; it holds the first paint back on purpose. */
const firstPaint = new URL('./first-paint.js', import.meta.url).pathname;

/** Of this page's language alone; it comes before the page's own code. */
const texts = JSON.parse(process.env.SOUK_TEXTS ?? '{}') as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The document of every zone: no inline script, no inline style. */
export function ZoneDocument(props: DocumentProps) {
  const { locale, direction } = spokenAs(props.locale);
  const { page } = props.__NEXT_DATA__;
  return (
    <Html lang={locale} dir={direction} data-mfe={partOf(page)?.mfe}>
      <LighterHead>
        <script src={firstPaint} />
        <script src={below(page, texts)?.[locale]} defer />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <meta name="color-scheme" content="light dark" />
      </LighterHead>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}

ZoneDocument.getInitialProps = (context: DocumentContext) => speak(context.locale, () => context.renderPage());

const LISTS_OF_PAGES = /\/_(build|ssg|clientMiddleware)Manifest\.js$/;

/** Without the lists that only Next's own client reads, which client.tsx stands for. */
class LighterHead extends Head {
  override getScripts(files: Parameters<Head['getScripts']>[0]) {
    const scripts = super.getScripts(files) as ReactElement<ComponentProps<'script'>>[];
    if (process.env.NODE_ENV === 'development') return scripts;
    return scripts.filter(({ props }) => !LISTS_OF_PAGES.test(props.src ?? ''));
  }
}
