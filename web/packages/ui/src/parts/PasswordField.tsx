import { useState, type InputHTMLAttributes, type ReactNode } from 'react';
import { t } from '../messages';
import { Field } from './Field';
import css from './PasswordField.module.css';
import { VisuallyHidden } from './VisuallyHidden';

type PasswordFieldProps = {
  label: string;
  isNew: boolean;
  /** A new one has its rule beside it before anything is typed. */
  hint?: ReactNode;
  error: string | undefined;
} & InputHTMLAttributes<HTMLInputElement>;

/** A password that can be looked at. */
export function PasswordField({ isNew, ...input }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      type={shown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoCapitalize="off"
      spellCheck={false}
      maxLength={1024}
      {...input}
      after={
        <button type="button" className={css['show']} onClick={() => setShown(!shown)}>
          {t(shown ? 'hide' : 'show')} <VisuallyHidden>{input.label}</VisuallyHidden>
        </button>
      }
    />
  );
}
