import { translator } from '@souk/ui/messages';

export const t = translator('en-IN', {
  'login-title': 'Sign in',
});
