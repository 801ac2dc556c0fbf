import { useRef, useState } from 'react';
import { t } from '../messages';
import { useEarlyText } from './early-text';
import css from './Quantity.module.css';

interface QuantityProps {
  value: number;
  /** What is counted, for the words a screen reader says. */
  what: string;
  min?: number;
  max?: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** A number with two big buttons; typing is taken when the field is left. */
export function Quantity({ value, what, min = 1, max = 99, disabled = false, onChange }: QuantityProps) {
  const field = useRef<HTMLInputElement>(null);
  // It counts until the value is another than the one that it was written over.
  const [draft, setDraft] = useState<{ text: string; over: number } | null>(null);
  if (draft && draft.over !== value) setDraft(null);
  const shown = draft?.over === value ? draft.text : String(value);
  const write = (text: string) => setDraft({ text, over: value });

  const settle = (text: string) => {
    const wanted = Math.min(max, Math.max(min, Math.trunc(Number(text))));
    if (!Number.isFinite(wanted) || text.trim() === '') return setDraft(null);
    write(String(wanted));
    if (wanted !== value) onChange(wanted);
  };
  useEarlyText(field, (typed) => (document.activeElement === field.current ? write(typed) : settle(typed)));

  return (
    <div className={css['quantity']}>
      <Step sign="−" label={t('fewer', { what })} disabled={disabled || value <= min} onClick={() => onChange(value - 1)} />
      <input
        ref={field}
        className={css['number']}
        inputMode="numeric"
        aria-label={t('quantity', { what })}
        value={shown}
        disabled={disabled}
        onChange={(event) => write(event.target.value)}
        onBlur={() => settle(shown)}
        onKeyDown={(event) => event.key === 'Enter' && settle(shown)}
      />
      <Step sign="+" label={t('more', { what })} disabled={disabled || value >= max} onClick={() => onChange(value + 1)} />
    </div>
  );
}

function Step({ sign, label, disabled, onClick }: { sign: string; label: string; disabled: boolean; onClick: () => void }) {
  return (
    <button type="button" className={css['step']} aria-label={label} disabled={disabled} onClick={onClick}>
      {sign}
    </button>
  );
}
