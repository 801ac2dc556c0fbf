import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  'piece-missing': 'This part of the page did not load.',
  'piece-missing-fix': 'The rest works. Try this part again in a moment.',
  'page-loading': 'Loading the page',
  'page-missing': 'This page did not load',
  'page-missing-fix': 'Nothing you did is lost. Try again in a moment, or go on with the rest of the shop.',
  'try-again': 'Try again',
  'to-shop': 'Go to the shop',
});
