import { paths } from '@souk/api';
import { useLoginMutation } from '@souk/api/user';
import { t } from '../messages';
import { EntryForm } from './EntryForm';
import type { WayIn } from './fields';
import { Frame } from './Frame';
import css from './LoginPage.module.css';

export function PasswordEntry({ back, enter, ...form }: WayIn) {
  const [logIn] = useLoginMutation();
  const { email, password } = form.typed;

  return (
    <Frame title={t('sign-in-title')} lead={t('sign-in-lead')}>
      <EntryForm door="sign-in" {...form} onEnter={() => void enter(() => logIn({ email: email.trim(), password }))} />
      <p className={css['ways']}>
        <a href={paths.loginByCode({ back })}>{t('to-code')}</a>
        <a href={paths.newPassword({ back })}>{t('to-reset')}</a>
      </p>
      <p className={css['other']}>
        {t('new-here')} <a href={paths.signUp({ back })}>{t('to-sign-up')}</a>
      </p>
    </Frame>
  );
}
