import type { DeliveryOption } from '@souk/api/types/cart';
import { Button, Choice, formatDay, formatMoney } from '@souk/ui';
import type { FormEvent } from 'react';
import { t } from './messages';
import css from './Steps.module.css';

interface HowStepProps {
  options: readonly DeliveryOption[];
  chosen: string;
  onChoose: (code: string) => void;
  busy: boolean;
  onDone: () => void;
}

export function HowStep({ options, chosen, onChoose, busy, onDone }: HowStepProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDone();
  };
  return (
    <form onSubmit={submit} className={css['form']}>
      <fieldset className={css['choices']}>
        <legend className={css['legend']}>{t('delivery-legend')}</legend>
        {options.map((option) => (
          <Choice
            key={option.code}
            name="delivery"
            value={option.code}
            checked={option.code === chosen}
            onChange={() => onChoose(option.code)}
            label={deliveryWords(option)}
            hint={deliveryDays(option)}
          />
        ))}
      </fieldset>
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('to-payment')}
      </Button>
    </form>
  );
}

/** `Standard, ₹49`. */
export function deliveryWords({ name, charge }: DeliveryOption): string {
  return `${name}, ${charge.amount === 0 ? t('free-inside') : formatMoney(charge)}`;
}

export function deliveryDays({ earliest, latest }: DeliveryOption): string {
  return earliest === latest ? formatDay(earliest) : t('delivery-dates', { from: formatDay(earliest), to: formatDay(latest) });
}
