import { langOfShop } from '@souk/api/language';
import { useEffect, useId, useRef } from 'react';
import { t } from '../messages';
import css from './Option.module.css';
import { classes } from './classes';

export interface OptionValue {
  value: string;
  /** A colour makes it a swatch; the word stays beside it for everyone. */
  color?: string | null;
  /** Cannot be had with what else is chosen: crossed out, still choosable so that nobody gets stuck. */
  impossible?: boolean;
  soldOut?: boolean;
}

interface OptionGroupProps {
  id?: string;
  label: string;
  values: readonly OptionValue[];
  chosen: string | null;
  /** Said when a choice is still to be made, or has to be another one. */
  message?: string | undefined;
  onChoose: (value: string) => void;
}

/** One option of a product, as swatches or pills: a radio group, so arrow keys work. */
export function OptionGroup({ id, label, values, chosen, message, onChoose }: OptionGroupProps) {
  const name = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    // Somebody quick chose before the page could listen; the browser kept that choice.
    const picked = group.current?.querySelector<HTMLInputElement>('input:checked')?.value;
    if (picked !== undefined && picked !== chosen) onChoose(picked);
    // Once, when the page begins to listen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <fieldset ref={group} id={id} className={css['group']} aria-describedby={message ? `${name}-message` : undefined}>
      <legend className={css['legend']} lang={langOfShop()}>
        <span>{label}</span>
        {chosen !== null && <span className={css['chosen']}> {chosen}</span>}
      </legend>
      {message && (
        <p id={`${name}-message`} role="alert" className={css['message']}>
          {message}
        </p>
      )}
      <div className={css['values']} lang={langOfShop()}>
        {values.map((one) => (
          <OptionPill key={one.value} name={name} option={one} checked={one.value === chosen} onChoose={onChoose} />
        ))}
      </div>
    </fieldset>
  );
}

interface OptionPillProps {
  name: string;
  option: OptionValue;
  checked: boolean;
  onChoose: (value: string) => void;
}

function OptionPill({ name, option, checked, onChoose }: OptionPillProps) {
  const { value, color, impossible = false, soldOut = false } = option;
  const crossed = impossible || soldOut;
  return (
    <label className={classes(css['pill'], crossed && css['crossed'])}>
      <input
        className={css['input']}
        type="radio"
        name={name}
        value={value}
        checked={checked}
        onChange={() => onChoose(value)}
        aria-label={soldOut ? `${value}, ${t('sold-out')}` : value}
      />
      {color && <Dot color={color} />}
      <span>{value}</span>
    </label>
  );
}

/** A colour dot. The colour is an SVG attribute, because the CSP forbids inline styles. */
export function Dot({ color, label }: { color: string; label?: string }) {
  return label === undefined ? (
    <svg className={css['dot']} color={color} aria-hidden="true" />
  ) : (
    <svg className={css['dot']} color={color} role="img" aria-label={label} />
  );
}
