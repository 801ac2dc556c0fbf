import { CallFailed, type Code } from '@souk/api/errors';
import { ask } from '@souk/api/server';
import type { ContentPage } from '@souk/api/types/content';

/** No page has such an address; some are none that the content service could have. */
const NO_PAGE: ReadonlySet<Code> = new Set(['unknown-page', 'preview-over', 'no-such-route', 'invalid-request', 'text-unstorable', 'request-refused']);

/** A page, or its draft for who has a preview link; null if there is none. */
export async function loadPage(slug: string, preview: string): Promise<ContentPage | null> {
  const name = encodeURIComponent(slug);
  try {
    return await (preview ? ask<ContentPage>('content', `/previews/${name}`, { token: preview }) : ask<ContentPage>('content', `/pages/${name}`));
  } catch (error) {
    if (error instanceof CallFailed && NO_PAGE.has(error.problem.code)) return null;
    throw error;
  }
}
