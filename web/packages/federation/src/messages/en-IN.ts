import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  'piece-missing': 'This part of the page did not load.',
  'piece-missing-fix': 'The rest works. Try this part again in a moment.',
  'page-loading': 'Loading the page',
});
