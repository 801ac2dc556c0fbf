import { isCode } from '@souk/api/contacts';
import { Button, ErrorNote, Field } from '@souk/ui';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './FindPage.module.css';
import { focusWrong, type FormProps } from './typed';

/** The code as it stands in the mail. */
export function TypeCodeForm({ typed, onType, busy, problem, onEnter }: FormProps & { onEnter: () => void }) {
  const [wrong, setWrong] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem) focusWrong(form.current, '[name="code"]');
  }, [problem]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const isGood = isCode(typed.code);
    setWrong(isGood ? undefined : t('find-short-code'));
    if (isGood) onEnter();
    else focusWrong(form.current);
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      {problem && <ErrorNote cause={problem.cause} fix={problem.fix} />}
      <Field
        label={t('find-code')}
        hint={t('find-code-hint')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        required
        value={typed.code}
        error={wrong}
        onChange={({ target }) => onType({ ...typed, code: target.value })}
      />
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('find-open')}
      </Button>
    </form>
  );
}
