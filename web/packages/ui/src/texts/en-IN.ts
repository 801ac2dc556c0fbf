import { translator } from '../messages';

export const t = translator('en-IN', {
  'price-now': 'Now',
  'price-before': 'before',
  'price-from': 'From',
  'price-off': '{percent}% off',
  close: 'Close',
  'try-again': 'Try again',
  'stale-note': 'The shop does not answer at the moment. This is what it said at {at}.',
  fewer: 'Fewer: {what}',
  more: 'More: {what}',
  quantity: 'Quantity of {what}',
  'sold-out': 'sold out',
  'tile-sold-out': 'Sold out',
  'tile-sale': 'Sale',
  'tile-rating': '★ {average} ({count})',
  show: 'Show',
  hide: 'Hide',
  stars: '{average} of 5 stars',
  breadcrumbs: 'Where you are',
});
