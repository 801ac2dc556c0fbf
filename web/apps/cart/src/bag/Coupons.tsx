import { isApiError, toMessage } from '@souk/api';
import { useEnterCouponMutation, useRemoveCouponMutation } from '@souk/api/cart';
import { langOfShop } from '@souk/api/language';
import type { Coupon } from '@souk/api/types/cart';
import { Button, Field, formatMoney, VisuallyHidden, type MoneyLike } from '@souk/ui';
import { useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './Coupons.module.css';

/** A code is entered here, and each that stands in the bag says what it does, or why it does nothing. */
export function Coupons({ coupons }: { coupons: readonly Coupon[] }) {
  const [code, setCode] = useState('');
  const [said, setSaid] = useState('');
  const [enter, entering] = useEnterCouponMutation();
  const [remove, removing] = useRemoveCouponMutation();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = code.trim().toUpperCase();
    if (wanted === '' || entering.isLoading) return;
    const answer = await enter({ code: wanted });
    setSaid(answer.error ? '' : t('coupon-applied', { code: wanted }));
    if (!answer.error) setCode('');
  };

  return (
    <div className={css['coupons']}>
      <form className={css['form']} onSubmit={(event) => void submit(event)}>
        <Field
          label={t('coupon')}
          name="coupon"
          value={code}
          onChange={({ target }) => setCode(target.value)}
          error={entering.error ? refusalWords(entering.error) : undefined}
          maxLength={40}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          after={
            <Button type="submit" busy={entering.isLoading}>
              {t('coupon-apply')}
            </Button>
          }
        />
      </form>
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
      {coupons.length > 0 && (
        <ul className={css['list']} aria-label={t('coupon-list')}>
          {coupons.map((coupon) => (
            <Entered key={coupon.code} coupon={coupon} busy={removing.isLoading} onRemove={() => void remove({ code: coupon.code })} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Entered({ coupon, busy, onRemove }: { coupon: Coupon; busy: boolean; onRemove: () => void }) {
  const { code, name, problem, missing } = coupon;
  return (
    <li className={css['entered']}>
      <span>
        <strong className={css['code']}>{code}</strong>
        {problem === null ? (
          <span className={css['gives']} lang={langOfShop()}>{name}</span>
        ) : (
          <span className={css['problem']}>{missing ? t('coupon-missing', { money: formatMoney(missing) }) : t(`coupon-${problem}`)}</span>
        )}
      </span>
      <button type="button" className={css['remove']} aria-label={t('coupon-remove', { code })} disabled={busy} onClick={onRemove}>
        {t('remove')}
      </button>
    </li>
  );
}

function refusalWords(error: unknown): string {
  const { cause, fix } = toMessage(error);
  const missing = isApiError(error) ? error.facts['missing'] : undefined;
  return `${cause} ${isMoney(missing) ? t('coupon-missing', { money: formatMoney(missing) }) : fix}`;
}

function isMoney(value: unknown): value is MoneyLike {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}
