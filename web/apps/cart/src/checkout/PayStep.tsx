import { Button, Choice, Field } from '@souk/ui';
import { useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { t } from './messages';
import css from './Steps.module.css';
import { NO_CARD, wrongCard, type CardInput, type Wrong } from './fields';
import { focusFirstWrong } from './focus';

export type Payment = { method: 'card'; card: CardInput } | { method: 'cash_on_delivery' };

interface PayStepProps {
  /** As the button says it. */
  total: string;
  cashOnDelivery: boolean;
  busy: boolean;
  onPay: (payment: Payment) => void;
}

/** The card lives in this form only: it is neither stored nor kept in the shared store. */
export function PayStep({ total, cashOnDelivery, busy, onPay }: PayStepProps) {
  const [method, setMethod] = useState<Payment['method']>('card');
  const [card, setCard] = useState(NO_CARD);
  const [wrong, setWrong] = useState<Wrong<CardInput>>({});
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (method === 'cash_on_delivery') return onPay({ method });
    const found = wrongCard(card, new Date(), (name) => t(`wrong-${name}` as Parameters<typeof t>[0]));
    setWrong(found);
    if (Object.keys(found).length > 0) return focusFirstWrong(form.current);
    onPay({ method, card });
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      <fieldset className={css['choices']}>
        <legend className={css['legend']}>{t('payment-legend')}</legend>
        <Choice
          name="method"
          checked={method === 'card'}
          onChange={() => setMethod('card')}
          label={t('card')}
          hint={t('card-hint')}
        />
        <Choice
          name="method"
          checked={method === 'cash_on_delivery'}
          onChange={() => setMethod('cash_on_delivery')}
          disabled={!cashOnDelivery}
          label={t('cash')}
          hint={cashOnDelivery ? t('cash-hint') : t('cash-unavailable')}
        />
      </fieldset>
      {method === 'card' && <CardFields card={card} wrong={wrong} onChange={setCard} />}
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('place-order', { total })}
      </Button>
    </form>
  );
}

interface CardFieldsProps {
  card: CardInput;
  wrong: Wrong<CardInput>;
  onChange: (card: CardInput) => void;
}

function CardFields({ card, wrong, onChange }: CardFieldsProps) {
  const field = (name: keyof CardInput) => ({
    name,
    value: card[name],
    error: wrong[name],
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => onChange({ ...card, [name]: target.value }),
  });
  return (
    <>
      <Field label={t('card-number')} inputMode="numeric" autoComplete="cc-number" maxLength={23} {...field('number')} />
      <div className={css['pair']}>
        <Field label={t('expiry')} optional={t('expiry-hint')} inputMode="numeric" autoComplete="cc-exp" maxLength={9} {...field('expiry')} />
        <Field label={t('security-code')} inputMode="numeric" autoComplete="cc-csc" maxLength={4} {...field('cvc')} />
      </div>
      <Field label={t('card-name')} autoComplete="cc-name" maxLength={100} {...field('cardName')} />
    </>
  );
}
