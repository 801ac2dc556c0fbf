import { AccountFrame } from '../frame/AccountFrame';
import { t } from '../messages';
import { AuthenticatorCard } from './AuthenticatorCard';
import { LinkedLoginsCard } from './LinkedLoginsCard';
import { PasswordForm } from './PasswordForm';
import { SessionList } from './SessionList';

export function SecurityPage() {
  return (
    <AccountFrame part="security" title={t('security')} lead={t('security-lead')}>
      <PasswordForm />
      <AuthenticatorCard />
      <LinkedLoginsCard />
      <SessionList />
    </AccountFrame>
  );
}
