import { isApiError, paths } from '@souk/api';
import { useAskCodeMutation, useLoginByCodeMutation, useResetPasswordMutation } from '@souk/api/user';
import type { PageProps } from '@souk/federation';
import { t } from '../messages';
import { AskCodeForm } from './AskCodeForm';
import type { Purpose, WayIn } from './fields';
import { Frame } from './Frame';
import css from './LoginPage.module.css';
import { TypeCodeForm } from './TypeCodeForm';

type CodeEntryProps = WayIn & { purpose: Purpose; sent: boolean; navigate: PageProps['shell']['navigate'] };

/** In by a code that was sent, and with it a new password if that is what it was asked for. */
export function CodeEntry({ purpose, sent, navigate, back, enter, typed, onType, busy, problem }: CodeEntryProps) {
  const [askCode, asking] = useAskCodeMutation();
  const [logIn] = useLoginByCodeMutation();
  const [reset] = useResetPasswordMutation();
  const place = purpose === 'log-in' ? paths.loginByCode : paths.newPassword;
  const ask = async () => {
    const to = typed.email.trim();
    const { error } = await askCode({ purpose, ...(to.includes('@') ? { email: to } : { phone: to }) });
    if (error) return;
    onType({ ...typed, password: '', code: '' }); // what was typed on another form belongs there
    navigate(place({ back, sent: true }));
  };
  const attempt = () =>
    purpose === 'log-in' ? logIn({ code: typed.code }) : reset({ code: typed.code, password: typed.password });
  const form = { purpose, typed, onType };

  return (
    <Frame title={t(`${purpose}-title`)} lead={sent ? leadTo(typed.email) : t(`${purpose}-lead`)}>
      {sent ? (
        <TypeCodeForm {...form} busy={busy} problem={problem} onEnter={() => void enter(attempt)} />
      ) : (
        <AskCodeForm {...form} busy={asking.isLoading} problem={isApiError(asking.error) ? asking.error : null} onAsk={() => void ask()} />
      )}
      <p className={css['ways']}>
        {sent && <a href={place({ back })}>{t('to-another-code')}</a>}
        <a href={paths.login({ back })}>{t('to-password')}</a>
      </p>
    </Frame>
  );
}

/** It is never said whether there is such an account. */
function leadTo(contact: string): string {
  return contact.trim() ? t('code-sent', { to: contact.trim() }) : t('code-sent-there');
}
