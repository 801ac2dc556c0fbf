import { Field, VisuallyHidden } from '@souk/ui';
import { useState, type InputHTMLAttributes } from 'react';
import { t } from '../messages/en-IN';
import css from './EntryForm.module.css';

type PasswordFieldProps = { isNew: boolean; error: string | undefined } & InputHTMLAttributes<HTMLInputElement>;

/** A password that can be looked at; a new one has its rule beside it before anything is typed. */
export function PasswordField({ isNew, ...input }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      label={t('password')}
      type={shown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoCapitalize="off"
      spellCheck={false}
      maxLength={1024}
      {...(isNew && { hint: t('password-rule') })}
      {...input}
      after={
        <button type="button" className={css['show']} onClick={() => setShown(!shown)}>
          {t(shown ? 'hide' : 'show')} <VisuallyHidden>{t('the-password')}</VisuallyHidden>
        </button>
      }
    />
  );
}
