import type { PageProps } from '@souk/federation';

/** The public face of auth: nothing else may be imported by others. */
export const exposes = {
  LoginPage: './login/LoginPage.tsx',
  AccountMenu: './account/AccountMenu.tsx',
} as const;

/** The props of what is exposed; "souk render" makes @souk/federation's interface from it. */
export interface Exposed {
  LoginPage: PageProps;
  AccountMenu: Record<never, never>;
}

/** Props that ./souk conform tries each piece with. */
export const samples = {
  LoginPage: { shell: { base: '/login', path: '/login', search: '' } },
  AccountMenu: {},
} as const;
