import { paths } from '@souk/api';
import { useLoginMutation, useSignUpMutation } from '@souk/api/user';
import { t } from '../messages/en-IN';
import { EntryForm } from './EntryForm';
import type { Door, WayIn } from './fields';
import { Frame } from './Frame';
import css from './LoginPage.module.css';

/** In by a password, an old one or a new one. */
export function PasswordEntry({ door, back, enter, ...form }: WayIn & { door: Door }) {
  const [logIn] = useLoginMutation();
  const [signUp] = useSignUpMutation();
  const { name, email, password } = form.typed;
  const attempt = () =>
    door === 'sign-up'
      ? signUp({ name: name.trim(), email: email.trim(), password })
      : logIn({ email: email.trim(), password });

  return (
    <Frame title={t(`${door}-title`)} lead={t(`${door}-lead`)}>
      <EntryForm key={door} door={door} {...form} onEnter={() => void enter(attempt)} />
      {door === 'sign-in' ? (
        <>
          <p className={css['ways']}>
            <a href={paths.loginByCode({ back })}>{t('to-code')}</a>
            <a href={paths.newPassword({ back })}>{t('to-reset')}</a>
          </p>
          <p className={css['other']}>
            {t('new-here')} <a href={paths.signUp({ back })}>{t('to-sign-up')}</a>
          </p>
        </>
      ) : (
        <p className={css['other']}>
          {t('known-here')} <a href={paths.login({ back })}>{t('to-sign-in')}</a>
        </p>
      )}
    </Frame>
  );
}
