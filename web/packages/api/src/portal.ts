import { endpoint } from './paths';

/** Each kind of user has its own way in: customers in the shop, sellers and admins in portals of their own. */
export type Portal = 'customer' | 'seller' | 'admin';

let portal: Portal = 'customer';

/** Said once by the shell of a portal; without it the page is the shop's. */
export function choosePortal(chosen: Portal): void {
  portal = chosen;
}

/** Where this page's people sign in, stay signed in, and sign out: the only place where that is spelled. */
export const way = {
  signUp: () => ({ url: endpoint('user', '/auth/customer/sign-up'), method: 'POST' }) as const,
  signUpByCode: () => ({ url: endpoint('user', '/auth/customer/codes/sign-up'), method: 'POST' }) as const,
  login: () => ({ url: endpoint('user', `/auth/${portal}/login`), method: 'POST' }) as const,
  askCode: () => ({ url: endpoint('user', `/auth/${portal}/codes`), method: 'POST' }) as const,
  loginByCode: () => ({ url: endpoint('user', `/auth/${portal}/codes/log-in`), method: 'POST' }) as const,
  resetPassword: () => ({ url: endpoint('user', `/auth/${portal}/codes/reset`), method: 'POST' }) as const,
  finishLogin: () => ({ url: endpoint('user', `/auth/${portal}/login/second-factor`), method: 'POST' }) as const,
  refresh: () => ({ url: endpoint('user', `/auth/${portal}/refresh`), method: 'POST' }) as const,
  logout: () => ({ url: endpoint('user', `/auth/${portal}/refresh`), method: 'DELETE' }) as const,
};
