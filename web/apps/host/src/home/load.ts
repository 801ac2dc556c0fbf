import { askOr } from '@souk/api/server';
import type { ContentPage } from '@souk/api/types/content';
import type { ShownBlock } from '@souk/blocks';
import { loadBlocks } from '@souk/blocks/server';
import { builtIn } from './built-in';

export interface Home {
  title: string;
  description: string;
  blocks: ShownBlock[];
}

/** What editors composed; while content is silent or has no such page, the home page that the shop was built with. */
export async function loadHome(preview = ''): Promise<{ home: Home; incomplete: boolean }> {
  const asked = await (preview
    ? askOr<ContentPage>('content', '/previews/home', { token: preview })
    : askOr<ContentPage>('content', '/pages/home'));
  const { title, description, blocks } = asked.data ?? builtIn();
  const loaded = await loadBlocks(blocks, asked.data?.pictures);
  // A shop without the page is kept as it is; a silence is not.
  const silent = asked.problem !== undefined && asked.problem.code !== 'unknown-page';
  return { home: { title, description, blocks: loaded.blocks }, incomplete: loaded.incomplete || silent || preview !== '' };
}
