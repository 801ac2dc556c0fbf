import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  'orders-title': 'Your orders',
});
