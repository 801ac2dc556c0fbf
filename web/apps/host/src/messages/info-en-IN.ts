import { translator } from '@souk/ui/messages';

/** What a shop owes its shoppers in words. Who runs a real shop writes their own here. */
export const t = translator('en-IN', {
  'returns-title': 'Returns',
  'returns-intro': '{shop} is a demonstration shop: no money moves and no parcel leaves a house, so there is nothing to send back.',
  'returns-1-title': 'What happens to an order here',
  'returns-1-text':
    'Payments and parcels are simulated. An order walks through the same steps as a real one, from paid to delivered, and stays in your list of orders.',
  'returns-2-title': 'What you cannot do yet',
  'returns-2-text': 'An order cannot be cancelled, returned or refunded on these pages yet. No page pretends that it can.',
  'returns-3-title': 'In a real shop',
  'returns-3-text':
    'This page would say how many days you have, who pays for the parcel, how to start a return, and when the money is back.',

  'contact-title': 'Contact',
  'contact-intro': '{shop} is a demonstration shop, and nobody answers letters, calls or messages for it.',
  'contact-1-title': 'About an order',
  'contact-1-text':
    'Everything that is known of an order stands on its page: what was bought, what was paid, and where the parcel is. You find it under Your orders.',
  'contact-2-title': 'When something does not work',
  'contact-2-text': 'Every page that breaks says so and what to try. Your bag is kept on our side, so a reload loses nothing.',
  'contact-3-title': 'In a real shop',
  'contact-3-text': 'The name of the company, its address, telephone, email and registration would stand here.',

  'privacy-title': 'Privacy',
  'privacy-intro': '{shop} keeps what it needs to fill a bag and to carry out an order. Nobody else gets it, and no advertiser follows you here.',
  'privacy-1-title': 'What is kept by the shop',
  'privacy-1-text':
    'Your bag. With an order: the name, address, telephone number and email that you typed; and, only until it is paid or ended, a code made from your network address, so that nobody holds back goods with many unpaid orders. With an account: your name, email, addresses and a password that cannot be read back. A card number goes to the simulated payment provider and only its last four digits are kept.',
  'privacy-2-title': 'What is kept in your browser',
  'privacy-2-text':
    'Cookies that say which bag is yours and whether you are signed in. Your choice of colours, the PIN code that you last looked up and the products that you last looked at stay in this browser and are never sent to anybody as a list.',
  'privacy-3-title': 'What is missing',
  'privacy-3-text':
    'An account cannot be exported or deleted on these pages yet. As this is a demonstration, please do not type what you would not want kept: a made-up name and address work as well.',

  'terms-title': 'Terms',
  'terms-intro': '{shop} is a demonstration shop. What looks like a purchase here is none: nothing is charged and nothing is sent.',
  'terms-1-title': 'Prices and stock',
  'terms-1-text':
    'Prices include tax. What you pay is the price that stands in your bag when you place the order; delivery is shown before that. What is sold out cannot be ordered.',
  'terms-2-title': 'Orders and payment',
  'terms-2-text':
    'An order is placed when its page says so. Only test cards are accepted, and cash on delivery is simulated too. Never type the number of a real card.',
  'terms-3-title': 'The software',
  'terms-3-text':
    'The shop runs on free software under the Apache License 2.0, and comes without any warranty. Names, makers and products are made up.',
});
