import { inLanguage } from '@souk/api/language';
import { languages, shopName } from '@souk/api/system';
import Head from 'next/head';
import { Fragment, useContext } from 'react';
import { HeadContext } from './page-head-context';
import { OriginContext } from './page-shell';

interface PageHeadProps {
  title: string;
  description?: string;
  /** The canonical address, path and meaning-bearing query only. */
  path?: string;
  noindex?: boolean;
  image?: string | null;
  /** schema.org data of what the page shows; no browser makes it again. */
  jsonLd?: () => object;
}

/** Title, description, canonical link, sharing picture, structured data. They come with the HTML and do not change. */
export function PageHead(props: PageHeadProps) {
  const origin = useContext(OriginContext);
  const gathered = useContext(HeadContext);
  if (typeof window !== 'undefined') return null;
  const tags = tagsOf(props, origin);
  if (!gathered) return <Head>{tags}</Head>;
  gathered.push(tags);
  return null;
}

function tagsOf({ title, description, path, noindex = false, image, jsonLd }: PageHeadProps, origin: string) {
  const full = title.includes(shopName) ? title : `${title} · ${shopName}`;
  return (
    <Fragment key={title}>
      <title>{full}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta property="og:title" content={title} />
      {description && <meta name="description" content={description} />}
      {description && <meta property="og:description" content={description} />}
      {path !== undefined && origin && <link rel="canonical" href={origin + path} />}
      {path !== undefined &&
        origin &&
        !noindex &&
        languages.map((other) => <link key={other.code} rel="alternate" hrefLang={other.locale} href={origin + inLanguage(path, other)} />)}
      {path !== undefined && origin && !noindex && <link rel="alternate" hrefLang="x-default" href={origin + inLanguage(path, languages[0])} />}
      {noindex && <meta name="robots" content="noindex" />}
      {image && origin && <meta property="og:image" content={new URL(image, origin).href} />}
      {jsonLd && (
        <script
          type="application/ld+json"
          // JSON-LD has no other way in; `<` is escaped, so no text can end the element.
          // eslint-disable-next-line no-restricted-syntax
          dangerouslySetInnerHTML={{ __html: JSON.stringify(jsonLd()).replace(/</g, '\\u003c') }}
        />
      )}
    </Fragment>
  );
}
