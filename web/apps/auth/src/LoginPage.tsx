import type { Exposed } from './exposes';
import { t } from './messages/en-IN';

export function LoginPage(_props: Exposed['LoginPage']) {
  return (
    <>
      <title>{t('login-title')}</title>
      <h1>{t('login-title')}</h1>
    </>
  );
}
