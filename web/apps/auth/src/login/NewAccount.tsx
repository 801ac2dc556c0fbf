import { isApiError, paths } from '@souk/api';
import { useAskSignUpMutation, useSignUpByCodeMutation } from '@souk/api/user';
import type { PageProps } from '@souk/federation';
import { t } from '../messages';
import { EntryForm } from './EntryForm';
import type { WayIn } from './fields';
import { Frame } from './Frame';
import css from './LoginPage.module.css';
import { ProviderButtons } from './ProviderButtons';
import { TypeCodeForm } from './TypeCodeForm';

type NewAccountProps = WayIn & { sent: boolean; navigate: PageProps['shell']['navigate'] };

/** An account opens with the code that was sent to its address; who has one already is told so in that mail alone. */
export function NewAccount({ sent, navigate, back, enter, busy, problem, ...form }: NewAccountProps) {
  const [askSignUp, asking] = useAskSignUpMutation();
  const [signUp] = useSignUpByCodeMutation();
  const { typed, onType } = form;
  const ask = async () => {
    const { error } = await askSignUp({ name: typed.name.trim(), email: typed.email.trim(), password: typed.password });
    if (error) return;
    onType({ ...typed, password: '', code: '' });
    navigate(paths.signUp({ back, sent: true }));
  };

  if (sent) {
    return (
      <Frame title={t('sign-up-sent-title')} lead={leadTo(typed.email.trim())}>
        <TypeCodeForm
          {...form}
          purpose="sign-up"
          busy={busy}
          problem={problem}
          onEnter={() => void enter(() => signUp({ code: typed.code }))}
        />
        <p className={css['ways']}>
          <a href={paths.signUp({ back })}>{t('to-another-code')}</a>
          <a href={paths.login({ back })}>{t('to-sign-in')}</a>
        </p>
      </Frame>
    );
  }
  return (
    <Frame title={t('sign-up-title')} lead={t('sign-up-lead')}>
      <EntryForm
        {...form}
        door="sign-up"
        busy={asking.isLoading}
        problem={isApiError(asking.error) ? asking.error : null}
        onEnter={() => void ask()}
      />
      <ProviderButtons back={back} />
      <p className={css['other']}>
        {t('known-here')} <a href={paths.login({ back })}>{t('to-sign-in')}</a>
      </p>
    </Frame>
  );
}

function leadTo(email: string): string {
  return email ? t('sign-up-sent', { to: email }) : t('sign-up-sent-there');
}
