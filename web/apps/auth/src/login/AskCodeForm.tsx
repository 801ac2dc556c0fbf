import type { ApiError } from '@souk/api';
import { isEmail, isPhone } from '@souk/api/contacts';
import { Button, ErrorNote, Field } from '@souk/ui';
import { useRef, useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './EntryForm.module.css';
import { focusSoon } from './EntryForm';
import { refusalOf, type Purpose, type Typed } from './fields';

interface AskCodeFormProps {
  purpose: Purpose;
  typed: Typed;
  onType: (typed: Typed) => void;
  busy: boolean;
  problem: ApiError | null;
  onAsk: () => void;
}

/** Where the code goes. */
export function AskCodeForm({ purpose, typed, onType, busy, problem, onAsk }: AskCodeFormProps) {
  const [wrong, setWrong] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const takesPhone = purpose === 'log-in';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const isGood = isEmail(typed.email) || (takesPhone && isPhone(typed.email));
    setWrong(isGood ? undefined : t(takesPhone ? 'wrong-contact' : 'wrong-email'));
    if (isGood) onAsk();
    else focusSoon(form, '[aria-invalid="true"]');
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      {problem && <ErrorNote {...refusalOf(problem)} />}
      <Field
        label={t(takesPhone ? 'email-or-phone' : 'email')}
        name="email"
        type={takesPhone ? 'text' : 'email'}
        inputMode="email"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={254}
        required
        {...(takesPhone && { hint: t('phone-rule') })}
        value={typed.email}
        error={wrong}
        onChange={({ target }) => onType({ ...typed, email: target.value })}
      />
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('send-code')}
      </Button>
    </form>
  );
}
