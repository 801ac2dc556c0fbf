import type { Banner, Block, BlockOf, FaqView, PictureView } from '@souk/api/types/content';
import type { Category, ProductCard } from '@souk/api/types/product';

/** A block with what it shows of the services; null where that could not be loaded. */
export type ShownBlock =
  | Exclude<Block, { type: 'image' | 'product_row' | 'categories' | 'banner' | 'faq' }>
  | (BlockOf<'image'> & { picture: PictureView | null })
  | (BlockOf<'product_row'> & { products: readonly ProductCard[] | null })
  | (BlockOf<'categories'> & { categories: readonly Category[] | null })
  | (BlockOf<'banner'> & { banners: readonly Banner[] | null })
  | (BlockOf<'faq'> & { questions: readonly FaqView[] | null });
