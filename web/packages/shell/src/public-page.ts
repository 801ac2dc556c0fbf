import type { GetServerSideProps, GetServerSidePropsContext } from 'next';
import type { ComponentType } from 'react';
import { CallFailed } from '@souk/api/errors';
import { publicOrigin } from '@souk/api/server';
import { hasOwnWords } from './NotHere';
import type { PageShell } from './page-shell';
import { sendPage } from './sent-page';
import { navCategories } from './server';
import { speak } from './speaking';

/** `status` is that of a page which says in its own words what is wrong with its address: 404 or 400. */
type Found<Props> =
  | { props: Props; incomplete?: boolean; status?: 200 | 400 | 404 }
  | { notFound: true }
  | { redirect: { destination: string; permanent: boolean } };

interface Options<Props> {
  /** The page itself: given, it is rendered without Next's own rendering around it (sent-page.tsx). */
  page?: ComponentType<Props & { shell: PageShell }>;
  /** How long the gateway serves one rendering to everybody. */
  freshS?: number;
  /** How long after that it may serve the old one while it renders anew. */
  staleS?: number;
}

/**
 * `getServerSideProps` of a public page: complete in its HTML, the same for everyone, cached by the gateway.
 * `incomplete` (a part could not be loaded) keeps it out of the cache. A service that does not answer what the page is about
 * makes it a 503 that says so, for the gateway to answer with an older copy where it has one.
 */
export function publicPage<Props extends object>(
  load: (context: GetServerSidePropsContext) => Promise<Found<Props>>,
  { page, freshS = 30, staleS = 600 }: Options<Props> = {},
): GetServerSideProps<Props & { shell: PageShell }> {
  return (context) => speak(context.locale, async () => {
    const [found, categories] = await Promise.all([load(context).catch(unanswered), navCategories()]);
    if ('unavailable' in found) {
      context.res.statusCode = 503;
      context.res.setHeader('Retry-After', '5');
      context.res.setHeader('Cache-Control', 'private, no-store');
      // PageFrame shows the excuse instead of the page, so the page's own props are not missed.
      return { props: { shell: { categories, origin: publicOrigin(), unavailable: true } } as Props & { shell: PageShell } };
    }
    const { status = 200 } = 'props' in found ? found : {};
    context.res.statusCode = status;
    const cacheable = 'props' in found && !found.incomplete && categories !== null && status === 200;
    if ('notFound' in found) {
      // Kept for a moment, or the gateway would go on with its copy of a page that is gone.
      context.res.setHeader('Cache-Control', 'public, s-maxage=1');
      if (!hasOwnWords) return found;
      context.res.statusCode = 404;
      return { props: { shell: { categories, origin: publicOrigin(), missing: true } } as Props & { shell: PageShell } };
    }
    context.res.setHeader(
      'Cache-Control',
      cacheable ? `public, s-maxage=${freshS}, stale-while-revalidate=${staleS}` : 'private, no-store',
    );
    if (!('props' in found)) return found;
    const props = { ...found.props, shell: { categories, origin: publicOrigin() } };
    if (page && sendPage(page, props, context)) return SENT;
    return { props };
  });
}

/** Next looks whether an answer was sent before it renders one. */
const SENT = { props: {} as never };

function unanswered(error: unknown): { unavailable: true } {
  if (error instanceof CallFailed) return { unavailable: true };
  throw error;
}
