import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  'categories-missing': 'The categories did not load.',
  'category-count': { one: '{count} thing', other: '{count} things' },
  'see-all': 'See all',
  'products-missing': 'These products did not load.',
  'products-missing-fix': 'Reload the page in a moment; the rest of the shop is open.',
});
