/** The content service's types, and the names that pages know them by. */
export type * from '../generated/content';
export type { BannerView as Banner, PageView as ContentPage } from '../generated/content';

import type { PageView } from '../generated/content';

export type Block = PageView['blocks'][number];
export type BlockOf<Type extends Block['type']> = Extract<Block, { type: Type }>;
