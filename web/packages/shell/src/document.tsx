import { locale } from '@souk/api/system';
import { Head, Html, Main, NextScript } from 'next/document';

/** Named by its content, so a browser keeps it for ever; it holds the first paint back on purpose. */
const firstPaint = new URL('./first-paint.js', import.meta.url).pathname;

/** The document of every zone: no inline script, no inline style. */
export function ZoneDocument() {
  return (
    <Html lang={locale} data-mfe={process.env.SOUK_MFE}>
      <Head>
        <script src={firstPaint} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <meta name="color-scheme" content="light dark" />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
