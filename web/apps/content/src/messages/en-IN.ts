import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  'preview-note': 'A preview: this is a draft, and shoppers do not see it.',
  'updated': 'Last changed on {day}',
  'index-title': 'Good to know',
  'index-description': 'Delivery, returns, sizes, and what else a shopper wants to know.',
  'faq-title': 'Questions and answers',
  'faq-description': 'What shoppers ask often: delivery, orders, payment, returns and accounts.',
  'faq-search': 'Search the questions',
  'faq-search-button': 'Search',
  'faq-found': { one: '{count} answer to “{q}”', other: '{count} answers to “{q}”' },
  'faq-nothing': 'Nothing was found for “{q}”. All questions are below.',
  'faq-all': 'All questions',
  'not-found-title': 'There is no such page',
  'not-found-text': 'It may have moved, or the address has a slip in it. The shop itself is all here.',
  'broken-title': 'This page broke on our side',
  'broken-text': 'It is not you. Your bag is safe; try again in a moment.',
  'see-everything': 'See all products',
});
