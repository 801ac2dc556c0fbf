import type { ApiError } from '@souk/api';
import type { TakenFile } from '@souk/api/types/support';
import { Button, Field, TextArea } from '@souk/ui';
import { useEffect, useRef, useState, type ChangeEvent, type FormEvent, type ReactNode } from 'react';
import { AttachFiles } from '../files/AttachFiles';
import { t } from '../messages';
import css from './AskForm.module.css';
import { keepDraft, keptDraft, wrongIn, type Draft, type WrongFields } from './draft';

export interface Asked extends Draft {
  attachments: string[];
}

interface AskFormProps {
  /** What the shop knows of who asks; it fills fields that nobody has touched. */
  known: { name: string; email: string } | undefined;
  busy: boolean;
  problem: ApiError | undefined;
  onSend: (question: Asked) => void;
  /** What the shop answered. */
  children: ReactNode;
}

export function AskForm({ known, busy, problem, onSend, children }: AskFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(keptDraft);
  const [files, setFiles] = useState<readonly TakenFile[]>([]);
  const [wrong, setWrong] = useWrong(form, problem);
  const change = (changed: Partial<Draft>) => {
    const next = { ...draft, ...changed };
    setDraft(next);
    keepDraft(next);
  };
  usePrefill(form, draft, known, change);
  const field = (name: keyof Draft) => ({
    name,
    value: draft[name],
    error: wrong[name] && t(`wrong-${name}`),
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => change({ [name]: target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found = wrongIn(draft);
    setWrong(found);
    if (Object.keys(found).length > 0) return focusFirstWrong(form.current);
    onSend({ ...draft, attachments: files.map(({ id }) => id) });
  };
  return (
    <form ref={form} className={css['form']} onSubmit={submit} noValidate>
      <div className={css['pair']}>
        <Field label={t('name')} autoComplete="name" maxLength={120} {...field('name')} />
        <Field label={t('email')} type="email" autoComplete="email" maxLength={254} {...field('email')} />
      </div>
      <Field label={t('subject')} maxLength={150} {...field('subject')} />
      <TextArea label={t('text')} maxLength={8000} {...field('text')} />
      <AttachFiles files={files} onChange={setFiles} />
      {children}
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('ask-send')}
      </Button>
    </form>
  );
}

/** What is wrong, found here or said by the shop; the first of them gets the focus. */
function useWrong(form: React.RefObject<HTMLFormElement | null>, problem: ApiError | undefined) {
  const [wrong, setWrong] = useState<WrongFields>({});
  useEffect(() => {
    if (!problem) return;
    setWrong(Object.fromEntries(problem.fields.map(({ field }) => [field, true])));
    focusFirstWrong(form.current);
  }, [problem, form]);
  return [wrong, setWrong] as const;
}

/** A form that has something in it, or that the person is in, stays theirs. */
function usePrefill(
  form: React.RefObject<HTMLFormElement | null>,
  draft: Draft,
  known: AskFormProps['known'],
  change: (changed: Partial<Draft>) => void,
): void {
  useEffect(() => {
    const isBegun = draft.name !== '' || draft.email !== '';
    if (known && !isBegun && !form.current?.contains(document.activeElement)) change({ name: known.name, email: known.email });
    // Once, when it becomes known: a form that is emptied afterwards stays empty.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [known?.email]);
}

function focusFirstWrong(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
