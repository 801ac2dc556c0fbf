import { Head, Html, Main, NextScript } from 'next/document';

/** The document of every zone: no inline script, no inline style. */
export function ZoneDocument() {
  return (
    <Html lang="en-IN" data-mfe={process.env.SOUK_MFE}>
      <Head>
        <script src="/theme.js" />
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
