import { shopName } from '@souk/api/system';
import { paths } from '@souk/api/paths';
import type { Block } from '@souk/api/types/content';
import { t } from '../messages';

const blocks = (): Block[] => [
  {
    type: 'hero',
    eyebrow: t('hero-eyebrow'),
    title: t('hero-promise'),
    text: t('hero-text'),
    action: { label: t('hero-action'), href: paths.products({ sort: 'newest' }) },
  },
  { type: 'categories', title: t('categories-title') },
  { type: 'product_row', title: t('featured-title'), by: 'tag', name: 'featured', limit: 8 },
  { type: 'product_row', title: t('new-title'), by: 'newest', limit: 4 },
];

/** The home page while nobody has composed one, or content does not answer. */
export function builtIn() {
  return { title: t('home-title', { shop: shopName }), description: t('home-description'), blocks: blocks() };
}
