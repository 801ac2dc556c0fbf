import { isEmail } from '@souk/api/contacts';
import { Button, ErrorNote, Field } from '@souk/ui';
import { useRef, useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './FindPage.module.css';
import { focusWrong, isOrderNumber, type FormProps, type Typed } from './typed';

type Wrong = Partial<Record<keyof Typed, string>>;

/** Which order, and where it wrote to. */
export function AskForm({ typed, onType, busy, problem, onAsk }: FormProps & { onAsk: () => void }) {
  const [wrong, setWrong] = useState<Wrong>({});
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found: Wrong = {
      ...(!isOrderNumber(typed.number) && { number: t('find-wrong-number') }),
      ...(!isEmail(typed.email) && { email: t('find-wrong-email') }),
    };
    setWrong(found);
    if (Object.keys(found).length > 0) focusWrong(form.current);
    else onAsk();
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      {problem && <ErrorNote cause={problem.cause} fix={problem.fix} />}
      <Field
        label={t('find-number')}
        hint={t('find-number-hint')}
        name="number"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
        required
        value={typed.number}
        error={wrong.number}
        onChange={({ target }) => onType({ ...typed, number: target.value })}
      />
      <Field
        label={t('find-email')}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        required
        value={typed.email}
        error={wrong.email}
        onChange={({ target }) => onType({ ...typed, email: target.value })}
      />
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('find-send')}
      </Button>
    </form>
  );
}
