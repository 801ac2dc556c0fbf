import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import css from './Field.module.css';
import { classes } from './classes';

interface Labelled {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value, in words. */
  error?: string | undefined;
  optional?: string;
}

type FieldProps = Labelled & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement>; after?: ReactNode };

/** A labelled input; its hint and error are read out with it. */
export function Field({ label, hint, error, optional, after, className, id, ...input }: FieldProps) {
  const own = useId();
  const at = id ?? own;
  return (
    <Frame at={at} label={label} hint={hint} error={error} optional={optional} className={className}>
      <span className={css['row']}>
        <input
          {...input}
          id={at}
          className={css['control']}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(at, hint, error)}
        />
        {after}
      </span>
    </Frame>
  );
}

type SelectProps = Labelled & SelectHTMLAttributes<HTMLSelectElement> & { ref?: Ref<HTMLSelectElement> };

export function Select({ label, hint, error, optional, className, id, children, ...select }: SelectProps) {
  const own = useId();
  const at = id ?? own;
  return (
    <Frame at={at} label={label} hint={hint} error={error} optional={optional} className={className}>
      <select
        {...select}
        id={at}
        className={classes(css['control'], css['select'])}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(at, hint, error)}
      >
        {children}
      </select>
    </Frame>
  );
}

type TextAreaProps = Labelled & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> };

/** It grows with what is written, where the browser can. */
export function TextArea({ label, hint, error, optional, className, id, rows = 5, ...area }: TextAreaProps) {
  const own = useId();
  const at = id ?? own;
  return (
    <Frame at={at} label={label} hint={hint} error={error} optional={optional} className={className}>
      <textarea
        {...area}
        id={at}
        rows={rows}
        className={classes(css['control'], css['area'])}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(at, hint, error)}
      />
    </Frame>
  );
}

interface FrameProps {
  at: string;
  label: string;
  hint: ReactNode;
  error: string | undefined;
  optional: string | undefined;
  className: string | undefined;
  children: ReactNode;
}

function Frame({ at, label, hint, error, optional, className, children }: FrameProps) {
  return (
    <div className={classes(css['field'], className)}>
      <label htmlFor={at} className={css['label']}>
        {label} {optional && <span className={css['optional']}>({optional})</span>}
      </label>
      {hint && (
        <span id={`${at}-hint`} className={css['hint']}>
          {hint}
        </span>
      )}
      {children}
      {error && (
        <span id={`${at}-error`} className={css['error']}>
          {error}
        </span>
      )}
    </div>
  );
}

function describedBy(at: string, hint: ReactNode, error: string | undefined): string | undefined {
  return classes(Boolean(hint) && `${at}-hint`, error && `${at}-error`) || undefined;
}

type CheckProps = { label: ReactNode; hint?: ReactNode } & InputHTMLAttributes<HTMLInputElement>;

/** One choice of several (`type="radio"`) or a yes (`type="checkbox"`), its whole row the target. */
export function Choice({ label, hint, className, ...input }: CheckProps) {
  return (
    <label className={classes(css['choice'], className)}>
      <input type="radio" {...input} />
      <span>
        <span className={css['choiceLabel']}>{label}</span>
        {hint && <span className={css['hint']}>{hint}</span>}
      </span>
    </label>
  );
}
