import { paths } from '@souk/api';
import { useLoginMutation } from '@souk/api/user';
import { t } from '../messages';
import { EntryForm } from './EntryForm';
import type { WayIn } from './fields';
import { Frame } from './Frame';
import css from './LoginPage.module.css';
import { ProviderButtons } from './ProviderButtons';

export function PasswordEntry({ back, enter, waiting, ...form }: WayIn & { waiting: string | undefined }) {
  const [logIn] = useLoginMutation();
  const { email, password } = form.typed;

  return (
    <Frame title={t('sign-in-title')} lead={waiting ? t('link-lead', { provider: waiting }) : t('sign-in-lead')}>
      <EntryForm door="sign-in" {...form} onEnter={() => void enter(() => logIn({ email: email.trim(), password }))} />
      <p className={css['ways']}>
        <a href={paths.loginByCode({ back })}>{t('to-code')}</a>
        <a href={paths.newPassword({ back })}>{t('to-reset')}</a>
      </p>
      {!waiting && <ProviderButtons back={back} />}
      <p className={css['other']}>
        {t('new-here')} <a href={paths.signUp({ back })}>{t('to-sign-up')}</a>
      </p>
    </Frame>
  );
}
