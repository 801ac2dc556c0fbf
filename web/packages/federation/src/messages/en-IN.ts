import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  'piece-missing': 'This part of the page did not load.',
  'piece-missing-fix': 'The rest works. Try this part again in a moment.',
  'page-loading': 'Loading the page',
  'page-missing': 'This page did not load',
  'page-missing-fix': 'Nothing you did is lost. Try again in a moment, or go on with the rest of the shop.',
  'try-again': 'Try again',
  'to-shop': 'Go to the shop',
  'no-script': 'This page needs JavaScript',
  'no-script-fix':
    'Your bag, the checkout, your orders and signing in work in the browser itself. Switch JavaScript on in the browser’s settings, then load this page again.',
  'no-script-products': 'All products can be looked at without it.',
});
