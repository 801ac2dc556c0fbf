import type { ApiError } from '@souk/api';
import { Button, ErrorNote, Field, PasswordField } from '@souk/ui';
import { useEffect, useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { t } from '../messages';
import css from './EntryForm.module.css';
import { refusalOf, wrongBy, wrongWithout, type Door, type Typed, type Wrong } from './fields';

interface EntryFormProps {
  door: Door;
  typed: Typed;
  onType: (typed: Typed) => void;
  busy: boolean;
  /** Why the server refused. */
  problem: ApiError | null;
  onEnter: () => void;
}

export function EntryForm({ door, typed, onType, busy, problem, onEnter }: EntryFormProps) {
  const isNew = door === 'sign-up';
  const [wrong, setWrong] = useState<Wrong>({});
  const form = useRef<HTMLFormElement>(null);
  const field = (name: keyof Typed) => ({
    name,
    value: typed[name],
    error: wrong[name],
    required: true,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => onType({ ...typed, [name]: target.value }),
  });
  useEffect(() => {
    if (!problem) return;
    setWrong(wrongBy(problem));
    const isAboutLogin = problem.code === 'wrong-credentials';
    focusSoon(form, isAboutLogin ? '[name="password"]' : '[aria-invalid="true"]');
  }, [problem]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found = wrongWithout(typed, door);
    setWrong(found);
    if (Object.keys(found).length > 0) focusSoon(form, '[aria-invalid="true"]');
    else onEnter();
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      {problem && <ErrorNote {...refusalOf(problem)} />}
      {isNew && <Field label={t('name')} autoComplete="name" maxLength={120} {...field('name')} />}
      <Field label={t('email')} type="email" autoComplete="username" maxLength={254} {...field('email')} />
      <PasswordField label={t('password')} isNew={isNew} {...(isNew && { hint: t('password-rule') })} {...field('password')} />
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t(door)}
      </Button>
    </form>
  );
}

/** After the render that marks what is wrong: there the shopper goes on. */
export function focusSoon(form: React.RefObject<HTMLFormElement | null>, selector: string): void {
  requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(selector)?.focus());
}
