import { paths } from '@souk/api';
import { useMe } from '@souk/api/user';
import type { Exposed } from './exposes';
import { t } from './messages/en-IN';

export function AccountMenu(_props: Exposed['AccountMenu']) {
  const { data: me } = useMe();
  return me ? <a href={paths.orders()}>{me.name}</a> : <a href={paths.login()}>{t('login-title')}</a>;
}
