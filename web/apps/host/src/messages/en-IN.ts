import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  'home-title': '{shop}: good things from makers we know',
  'home-description':
    'Clothes, ceramics, lamps, books and more from small makers, with honest prices and a delivery date before you buy.',
  'hero-eyebrow': 'The market is open',
  'hero-promise': 'Made with care, at your door on the day we said.',
  'hero-text': 'Small makers, honest prices with tax included, and a delivery date for your PIN code before you pay.',
  'hero-action': 'See what is new',
  'categories-title': 'Walk the market',
  'featured-title': 'Our makers’ favourites',
  'new-title': 'Just in',
  'not-found-title': 'There is no such page',
  'not-found-text': 'It may have moved, or the address has a slip in it. The shop itself is all here.',
  'not-found-action': 'See all products',
  'broken-title': 'This page broke on our side',
  'broken-text': 'It is not you. Your bag is safe; try again in a moment.',
  'broken-action': 'Back to the start',
});
