import type { GetServerSideProps, GetServerSidePropsContext } from 'next';
import type { PageShell } from './page-shell';
import { navCategories } from './server';

type Found<Props> = { props: Props; incomplete?: boolean } | { notFound: true } | { redirect: { destination: string; permanent: boolean } };

interface Lifetime {
  /** How long the gateway serves one rendering to everybody. */
  freshS?: number;
  /** How long after that it may serve the old one while it renders anew. */
  staleS?: number;
}

/**
 * `getServerSideProps` of a public page: complete in its HTML, the same for everyone, cached by the gateway.
 * `incomplete` (a part could not be loaded) keeps it out of the cache.
 */
export function publicPage<Props extends object>(
  load: (context: GetServerSidePropsContext) => Promise<Found<Props>>,
  { freshS = 30, staleS = 600 }: Lifetime = {},
): GetServerSideProps<Props & { shell: PageShell }> {
  return async (context) => {
    const [found, categories] = await Promise.all([load(context), navCategories()]);
    const cacheable = 'props' in found && !found.incomplete && categories.length > 0;
    context.res.setHeader(
      'Cache-Control',
      cacheable ? `public, s-maxage=${freshS}, stale-while-revalidate=${staleS}` : 'private, no-store',
    );
    return 'props' in found ? { props: { ...found.props, shell: { categories, origin: publicOrigin() } } } : found;
  };
}

/** Absolute addresses come from here, never from a request's Host. */
function publicOrigin(): string {
  return (process.env['SOUK_PUBLIC_URL'] ?? 'http://localhost:8888').replace(/\/$/, '');
}
