import { isApiError, toMessage, type ApiError } from '@souk/api';
import { useRef, useState, type ChangeEvent, type FormEvent } from 'react';

export type Wrong<Fields> = Partial<Record<keyof Fields, string>>;

interface FormOf<Fields> {
  initial: Fields;
  /** What can be told without the server, in words, by field. */
  check: (typed: Fields) => Wrong<Fields>;
  send: (typed: Fields) => Promise<{ error?: unknown }>;
  onDone: (typed: Fields) => void;
  /** A refusal that is about a field though the server does not say so. */
  explain?: (problem: ApiError) => Wrong<Fields>;
}

/** What is typed, what is wrong with it, and where the focus goes then; spread `field(name)` on each Field. */
export function useForm<Fields extends Record<keyof Fields, string>>({ initial, check, send, onDone, explain }: FormOf<Fields>) {
  const [typed, setTyped] = useState(initial);
  const [wrong, setWrong] = useState<Wrong<Fields>>({});
  const [problem, setProblem] = useState<{ cause: string; fix: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const refuse = (found: Wrong<Fields>) => {
    setWrong(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus());
  };
  const submit = async () => {
    const found = check(typed);
    setProblem(null);
    if (Object.keys(found).length > 0) return refuse(found);
    setWrong({});
    setBusy(true);
    const { error } = await send(typed);
    setBusy(false);
    if (!error) return onDone(typed);
    const told: Wrong<Fields> = isApiError(error) ? { ...saidOf(error, initial), ...explain?.(error) } : {};
    if (Object.keys(told).length === 0) setProblem(toMessage(error));
    refuse(told);
  };

  return {
    typed,
    busy,
    problem,
    change: (change: Partial<Fields>) => setTyped((now) => ({ ...now, ...change })),
    /** An answer that is refused keeps what was typed; one that was taken begins anew. */
    clear: () => setTyped(initial),
    form: {
      ref: form,
      noValidate: true,
      onSubmit: (event: FormEvent) => {
        event.preventDefault();
        if (!busy) void submit();
      },
    },
    field: (name: keyof Fields & string) => ({
      name,
      value: typed[name],
      error: wrong[name],
      onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
        setTyped((now) => ({ ...now, [name]: target.value })),
    }),
    element: form,
  } as const;
}

/** What the server said about single fields. */
function saidOf<Fields extends object>({ fields, facts, cause, fix }: ApiError, known: Fields): Wrong<Fields> {
  const wrong: Wrong<Fields> = {};
  const isKnown = (name: unknown): name is keyof Fields => typeof name === 'string' && Object.hasOwn(known, name);
  for (const said of fields) if (isKnown(said.field)) wrong[said.field] = said.cause;
  const about = facts['field'];
  if (isKnown(about)) wrong[about] ??= `${cause} ${fix}`;
  return wrong;
}
