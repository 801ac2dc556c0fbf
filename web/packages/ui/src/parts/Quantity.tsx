import { useEffect, useState } from 'react';
import { t } from '../messages';
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
  const [typed, setTyped] = useState(String(value));
  useEffect(() => setTyped(String(value)), [value]);

  const settle = () => {
    const wanted = Math.min(max, Math.max(min, Math.trunc(Number(typed))));
    if (!Number.isFinite(wanted) || typed.trim() === '') return setTyped(String(value));
    setTyped(String(wanted));
    if (wanted !== value) onChange(wanted);
  };

  return (
    <div className={css['quantity']}>
      <Step sign="−" label={t('fewer', { what })} disabled={disabled || value <= min} onClick={() => onChange(value - 1)} />
      <input
        className={css['number']}
        inputMode="numeric"
        aria-label={t('quantity', { what })}
        value={typed}
        disabled={disabled}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => event.key === 'Enter' && settle()}
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
