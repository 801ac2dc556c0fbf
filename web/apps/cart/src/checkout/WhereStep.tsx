import { paths, type ApiError } from '@souk/api';
import { useServiceabilityQuery } from '@souk/api/logistics';
import { isPincode, STATES, usePlaceOfPincode } from '@souk/api/pincode';
import { Button, Choice, Field, Select } from '@souk/ui';
import { useEffect, useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { t } from './messages';
import css from './Steps.module.css';
import type { AddressBook } from './address-book';
import { addressOf, isSameAddress, whereFrom, wrongBy, wrongWhere, type Where, type Wrong } from './fields';
import { focusFirstWrong } from './focus';
import { usePrefill } from './prefill';
import { SavedAddresses } from './SavedAddresses';

interface WhereStepProps {
  where: Where;
  onChange: (change: Partial<Where>) => void;
  /** What the shop knows already; it fills a form that nobody has begun. */
  known: Where | null;
  book: AddressBook;
  saveAddress: boolean;
  onSaveAddress: (wanted: boolean) => void;
  busy: boolean;
  /** Why the shop did not take it. */
  problem: ApiError | null;
  onDone: () => void;
}

export function WhereStep(props: WhereStepProps) {
  const { where, onChange, known, book, saveAddress, onSaveAddress, busy, problem, onDone } = props;
  const form = useRef<HTMLFormElement>(null);
  const [wrong, setWrong] = useWrong(form, problem);
  usePrefill(form, where, known, onChange);
  const { postalCode } = where;
  const { currentData: place } = useServiceabilityQuery({ postalCode }, { skip: !isPincode(postalCode) });
  const fillPlace = usePlaceOfPincode(form, where, onChange, place);
  const field = (name: keyof Where) => ({
    name,
    value: where[name],
    error: wrong[name],
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => onChange({ [name]: target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found = wrongWhere(where, words);
    setWrong(found);
    if (Object.keys(found).length > 0) return focusFirstWrong(form.current);
    onDone();
  };
  const isNew = book.isSignedIn && !book.saved.some((one) => isSameAddress(one, addressOf(where)));

  return (
    <form ref={form} onSubmit={submit} noValidate className={css['form']}>
      {!book.isSignedIn && (
        <a className={css['other']} href={paths.login({ back: paths.checkout({ step: 'where' }) })}>
          {t('have-account')}
        </a>
      )}
      <SavedAddresses saved={book.saved} now={addressOf(where)} onPick={(address) => onChange(whereFrom(address, where.email))} />
      <Fields field={field} onLeavePlace={fillPlace} />
      {isNew && (
        <Choice
          type="checkbox"
          checked={saveAddress}
          onChange={({ target }) => onSaveAddress(target.checked)}
          label={t('save-address')}
          hint={t('save-address-hint')}
        />
      )}
      <Button type="submit" look="primary" size="large" wide busy={busy}>
        {t('to-delivery')}
      </Button>
    </form>
  );
}

interface FieldsProps {
  field: (name: keyof Where) => {
    name: string;
    value: string;
    error: string | undefined;
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => void;
  };
  onLeavePlace: () => void;
}

function Fields({ field, onLeavePlace }: FieldsProps) {
  return (
    <>
      <Field label={t('email')} type="email" autoComplete="email" maxLength={254} hint={t('email-hint')} {...field('email')} />
      <div className={css['pair']}>
        <Field label={t('name')} autoComplete="name" maxLength={120} {...field('name')} />
        <Field label={t('phone')} type="tel" autoComplete="tel" maxLength={24} {...field('phone')} />
      </div>
      <Field label={t('address')} autoComplete="address-line1" maxLength={120} {...field('line1')} />
      <Field label={t('line2')} optional={t('optional')} autoComplete="address-line2" maxLength={120} {...field('line2')} />
      <div className={css['triple']} onBlur={onLeavePlace}>
        <Field label={t('pincode')} inputMode="numeric" autoComplete="postal-code" maxLength={6} {...field('postalCode')} />
        <Field label={t('city')} autoComplete="address-level2" maxLength={120} {...field('city')} />
        <Select label={t('state')} autoComplete="address-level1" {...field('state')}>
          <option value="">{t('state-choose')}</option>
          {STATES.map((state) => (
            <option key={state}>{state}</option>
          ))}
        </Select>
      </div>
    </>
  );
}

function words(field: string): string {
  return t(`wrong-${field}` as Parameters<typeof t>[0]);
}

/** What is wrong, by field: found here, or said by the shop; the first of them gets the focus. */
function useWrong(form: React.RefObject<HTMLFormElement | null>, problem: ApiError | null) {
  const [wrong, setWrong] = useState<Wrong<Where>>({});
  useEffect(() => {
    if (!problem) return;
    setWrong(wrongBy(problem, words));
    focusFirstWrong(form.current);
  }, [problem, form]);
  return [wrong, setWrong] as const;
}
