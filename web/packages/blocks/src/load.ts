import { askOr, type Asked } from '@souk/api/server';
import type { Block, BlockOf, Faqs, PictureView, ShownBanners } from '@souk/api/types/content';
import type { Categories, ProductList } from '@souk/api/types/product';
import { ruleOf } from './rule';
import type { ShownBlock } from './shown';

interface Loaded {
  blocks: ShownBlock[];
  /** A part could not be loaded: the rest is shown, and the page is not kept. */
  incomplete: boolean;
}

/** What the blocks of a page show, all asked for at once while it is rendered on the server. */
export async function loadBlocks(blocks: readonly Block[], pictures: readonly PictureView[] = []): Promise<Loaded> {
  let incomplete = false;
  const dataOf = <T>({ data, problem }: Asked<T>): T | null => {
    if (problem) incomplete = true;
    return data ?? null;
  };
  const faqs = once(() => askOr<Faqs>('content', '/faqs'));
  const shown = await Promise.all(
    blocks.map(async (block): Promise<ShownBlock> => {
      switch (block.type) {
        case 'image':
          return { ...block, picture: pictures.find(({ id }) => id === block.media_id) ?? null };
        case 'product_row':
          return { ...block, products: dataOf(await askOr<ProductList>('product', '/products', { ...ruleOf(block), limit: block.limit ?? null }))?.items ?? null };
        case 'categories':
          return { ...block, categories: dataOf(await askOr<Categories>('product', '/categories'))?.items ?? null };
        case 'banner':
          return { ...block, banners: dataOf(await askOr<ShownBanners>('content', `/banners/${block.slot}`))?.items ?? null };
        case 'faq':
          return { ...block, questions: questionsOf(dataOf(await faqs()), block) };
        default:
          return block;
      }
    }),
  );
  return { blocks: shown, incomplete };
}

function questionsOf(faqs: Faqs | null, { topic, limit }: BlockOf<'faq'>) {
  return faqs && (faqs.topics.find(({ slug }) => slug === topic)?.items.slice(0, limit) ?? []);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
