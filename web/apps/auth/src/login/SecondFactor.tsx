import { paths } from '@souk/api';
import { isCode } from '@souk/api/contacts';
import { useFinishLoginMutation } from '@souk/api/user';
import { Button, ErrorNote, Field } from '@souk/ui';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './EntryForm.module.css';
import { focusSoon } from './EntryForm';
import { refusalOf, type WayIn } from './fields';
import { Frame } from './Frame';
import page from './LoginPage.module.css';

/** The second half of a login: what the authenticator shows, or a code that was written down when it was set up. */
export function SecondFactor({ recovery, back, enter, typed, onType, busy, problem }: WayIn & { recovery: boolean }) {
  const [finish] = useFinishLoginMutation();
  const [wrong, setWrong] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const kind = recovery ? 'recovery' : 'factor';
  useEffect(() => {
    if (problem) focusSoon(form, '[name="code"]');
  }, [problem]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const isThere = recovery ? typed.code.trim() !== '' : isCode(typed.code);
    setWrong(isThere ? undefined : t(`short-${kind}`));
    if (isThere) void enter(() => finish({ code: typed.code }));
    else focusSoon(form, '[name="code"]');
  };

  return (
    <Frame title={t('factor-title')} lead={t(`${kind}-lead`)}>
      <form ref={form} onSubmit={submit} noValidate className={css['form']}>
        {problem && <ErrorNote {...refusalOf(problem)} />}
        <Field
          label={t(`${kind}-code`)}
          name="code"
          inputMode={recovery ? 'text' : 'numeric'}
          autoComplete={recovery ? 'off' : 'one-time-code'}
          maxLength={32}
          required
          hint={t(`${kind}-rule`)}
          value={typed.code}
          error={wrong}
          onChange={({ target }) => onType({ ...typed, code: target.value })}
        />
        <Button type="submit" look="primary" size="large" wide busy={busy}>
          {t('sign-in')}
        </Button>
      </form>
      <p className={page['ways']}>
        <a href={paths.secondFactor({ back, recovery: !recovery })}>{t(recovery ? 'to-factor' : 'to-recovery')}</a>
        <a href={paths.login({ back })}>{t('start-again')}</a>
      </p>
    </Frame>
  );
}
