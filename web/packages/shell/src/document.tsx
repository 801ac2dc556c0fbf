import { locale } from '@souk/api/system';
import { Head, Html, Main, NextScript } from 'next/document';
import type { ComponentProps, ReactElement } from 'react';

/** Named by its content, so a browser keeps it for ever; it holds the first paint back on purpose. */
const firstPaint = new URL('./first-paint.js', import.meta.url).pathname;

/** The document of every zone: no inline script, no inline style. */
export function ZoneDocument() {
  return (
    <Html lang={locale} data-mfe={process.env.SOUK_MFE}>
      <LighterHead>
        <script src={firstPaint} />
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

const LISTS_OF_PAGES = /\/_(build|ssg|clientMiddleware)Manifest\.js$/;

/** Without the lists that only Next's own client reads, which client.tsx stands for. */
class LighterHead extends Head {
  override getScripts(files: Parameters<Head['getScripts']>[0]) {
    const scripts = super.getScripts(files) as ReactElement<ComponentProps<'script'>>[];
    if (process.env.NODE_ENV === 'development') return scripts;
    return scripts.filter(({ props }) => !LISTS_OF_PAGES.test(props.src ?? ''));
  }
}
