import type { ApiError } from '@souk/api';
import { isCode, isLongEnough } from '@souk/api/contacts';
import { Button, ErrorNote, Field, PasswordField } from '@souk/ui';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './EntryForm.module.css';
import { focusSoon } from './EntryForm';
import { refusalOf, wrongBy, type Purpose, type Typed, type Wrong } from './fields';

interface TypeCodeFormProps {
  purpose: Purpose | 'sign-up';
  typed: Typed;
  onType: (typed: Typed) => void;
  busy: boolean;
  problem: ApiError | null;
  onEnter: () => void;
}

const BUTTONS = { 'log-in': 'sign-in', reset: 'set-password', 'sign-up': 'open-account' } as const;

/** The code as it stands in the mail, and a new password where it is for one. */
export function TypeCodeForm({ purpose, typed, onType, busy, problem, onEnter }: TypeCodeFormProps) {
  const [wrong, setWrong] = useState<Wrong>({});
  const form = useRef<HTMLFormElement>(null);
  const isReset = purpose === 'reset';
  useEffect(() => {
    if (!problem) return;
    setWrong(wrongBy(problem));
    focusSoon(form, problem.code === 'wrong-code' ? '[name="code"]' : '[aria-invalid="true"]');
  }, [problem]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found: Wrong = {
      ...(!isCode(typed.code) && { code: t('short-code') }),
      ...(isReset && !isLongEnough(typed.password) && { password: t('short-password') }),
    };
    setWrong(found);
    if (Object.keys(found).length > 0) focusSoon(form, '[aria-invalid="true"]');
    else onEnter();
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      {problem && <ErrorNote {...refusalOf(problem)} />}
      <Field
        label={t('code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={32}
        required
        hint={t('code-rule')}
        value={typed.code}
        error={wrong.code}
        onChange={({ target }) => onType({ ...typed, code: target.value })}
      />
      {isReset && (
        <PasswordField
          label={t('password')}
          hint={t('password-rule')}
          isNew
          name="password"
          required
          value={typed.password}
          error={wrong.password}
          onChange={({ target }) => onType({ ...typed, password: target.value })}
        />
      )}
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t(BUTTONS[purpose])}
      </Button>
    </form>
  );
}
