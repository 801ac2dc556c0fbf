import { publicOrigin } from '@souk/api/server';
import { languages } from '@souk/api/system';
import type { GetServerSideProps } from 'next';

export default function Robots() {
  return null;
}

/** Absolute addresses come from public_url, so it is written when asked for. */
export const getServerSideProps: GetServerSideProps = async ({ res }) => {
  const lines = ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${publicOrigin()}/products/sitemap.xml`];
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Cache-Control', 'public, s-maxage=3600, stale-while-revalidate=86400');
  res.end(`${lines.join('\n')}\n`);
  return { props: {} };
};

const personal = ['/cart', '/checkout', '/orders', '/account', '/login'];
const closed = [...languages.flatMap(({ prefix }) => personal.map((path) => prefix + path)), '/*-service/'];
