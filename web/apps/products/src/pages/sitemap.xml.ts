import { inLanguage } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { ask, publicOrigin } from '@souk/api/server';
import { languages } from '@souk/api/system';
import type { Sitemap } from '@souk/api/types/product';
import type { GetServerSideProps } from 'next';

export default function SitemapFile() {
  return null;
}

// The protocol's limit for one file.
const MOST_ADDRESSES = 50_000;

/** Every product's address, for search engines. */
export const getServerSideProps: GetServerSideProps = async ({ res }) => {
  const addresses = [entry(paths.home()), entry(paths.products())];
  let cursor: string | null = null;
  do {
    const page: Sitemap = await ask<Sitemap>('product', '/sitemap', { cursor });
    addresses.push(...page.items.map((item) => entry(paths.product(item), item.updated_at)));
    cursor = page.next_cursor ?? null;
  } while (cursor !== null && addresses.length < MOST_ADDRESSES);

  res.setHeader('Content-Type', 'application/xml; charset=utf-8');
  res.setHeader('Cache-Control', 'public, s-maxage=3600, stale-while-revalidate=86400');
  res.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${addresses.slice(0, MOST_ADDRESSES).join('\n')}\n</urlset>\n`,
  );
  return { props: {} };
};

/** A page with its address in every language. */
function entry(path: string, changedAt?: string): string {
  const at = (language: (typeof languages)[number]) => escaped(publicOrigin() + inLanguage(path, language));
  const others = languages.map((language) => `<xhtml:link rel="alternate" hreflang="${language.locale}" href="${at(language)}"/>`);
  const changed = changedAt ? `<lastmod>${changedAt.slice(0, 10)}</lastmod>` : '';
  return `<url><loc>${at(languages[0])}</loc>${changed}${others.join('')}</url>`;
}

function escaped(address: string): string {
  return address.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
