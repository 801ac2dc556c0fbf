import { paths } from '@souk/api';
import { useServiceabilityQuery } from '@souk/api/logistics';
import type { Address } from '@souk/api/types/user';
import { Button, Field, Select } from '@souk/ui';
import { useEffect, useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { t } from '../messages/en-IN';
import css from './Steps.module.css';
import { isPincode, STATES, whereFrom, wrongWhere, type Where, type Wrong } from './fields';
import { focusFirstWrong } from './focus';

interface WhereStepProps {
  where: Where;
  onChange: (where: Where) => void;
  saved: readonly Address[];
  signedIn: boolean;
  busy: boolean;
  onDone: () => void;
}

export function WhereStep({ where, onChange, saved, signedIn, busy, onDone }: WhereStepProps) {
  const [wrong, setWrong] = useState<Wrong<Where>>({});
  const form = useRef<HTMLFormElement>(null);
  usePlaceOfPincode(where, onChange);
  const field = (name: keyof Where) => ({
    name,
    value: where[name],
    error: wrong[name],
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => onChange({ ...where, [name]: target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = wrongWhere(where, (name) => t(`wrong-${name}` as Parameters<typeof t>[0]));
    setWrong(found);
    if (Object.keys(found).length > 0) return focusFirstWrong(form.current);
    onDone();
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      {!signedIn && <a href={paths.login({ back: paths.checkout() })}>{t('have-account')}</a>}
      {saved.length > 0 && <SavedAddresses saved={saved} onPick={(address) => onChange(whereFrom(address, where.email))} />}
      <Field label={t('email')} type="email" autoComplete="email" hint={t('email-hint')} {...field('email')} />
      <div className={css['pair']}>
        <Field label={t('name')} autoComplete="name" maxLength={100} {...field('name')} />
        <Field label={t('phone')} type="tel" autoComplete="tel" maxLength={20} {...field('phone')} />
      </div>
      <Field label={t('address')} autoComplete="address-line1" maxLength={200} {...field('line1')} />
      <Field label={t('line2')} optional={t('optional')} autoComplete="address-line2" maxLength={200} {...field('line2')} />
      <div className={css['triple']}>
        <Field label={t('pincode')} inputMode="numeric" autoComplete="postal-code" maxLength={6} {...field('postalCode')} />
        <Field label={t('city')} autoComplete="address-level2" maxLength={100} {...field('city')} />
        <Select label={t('state')} autoComplete="address-level1" {...field('state')}>
          <option value="">{t('state-choose')}</option>
          {STATES.map((state) => (
            <option key={state}>{state}</option>
          ))}
        </Select>
      </div>
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('to-delivery')}
      </Button>
    </form>
  );
}

function SavedAddresses({ saved, onPick }: { saved: readonly Address[]; onPick: (address: Address) => void }) {
  return (
    <fieldset className={css['saved']}>
      <legend>{t('saved-address')}</legend>
      {saved.map((address) => (
        <Button key={address.id} onClick={() => onPick(address)}>
          {`${address.line1}, ${address.city} ${address.postal_code}`}
        </Button>
      ))}
    </fieldset>
  );
}

/** City and state follow the pincode until the shopper writes something else there. */
function usePlaceOfPincode(where: Where, onChange: (where: Where) => void): void {
  const { data } = useServiceabilityQuery({ postalCode: where.postalCode }, { skip: !isPincode(where.postalCode) });
  const filled = useRef({ city: '', state: '' });
  useEffect(() => {
    if (data?.postal_code !== where.postalCode) return;
    const mayFill = (name: 'city' | 'state') => where[name] === '' || where[name] === filled.current[name];
    const next = {
      city: mayFill('city') ? data.place : where.city,
      state: mayFill('state') && STATES.some((state) => state === data.state) ? data.state : where.state,
    };
    if (next.city === where.city && next.state === where.state) return;
    filled.current = next;
    onChange({ ...where, ...next });
    // Only a new place fills the fields: what is typed afterwards stays.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data]);
}
