import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  bag: 'Bag',
  'bag-with': { one: 'Bag, {count} item', other: 'Bag, {count} items' },
  'bag-title': 'Your bag',
  'bag-empty': 'Your bag is empty.',
  'checkout-title': 'Checkout',
  'add-to-bag': 'Add to bag',
  'sold-out': 'Sold out',
  'choose-first': 'Choose options first',
  added: 'Added {title} to your bag.',
});
