import { paths, toMessage } from '@souk/api';
import { useServiceabilityQuery } from '@souk/api/logistics';
import { isPincode, STATES, usePlaceOfPincode } from '@souk/api/pincode';
import type { Address } from '@souk/api/types/user';
import { useAddAddressMutation, useAddressesQuery, useChangeAddressMutation } from '@souk/api/user';
import type { PageProps } from '@souk/federation';
import { toast } from '@souk/store/signals';
import { Button, ButtonLink, Card, Choice, ErrorNote, Field, PageSkeleton, Select } from '@souk/ui';
import { useState } from 'react';
import { AccountFrame } from '../frame/AccountFrame';
import css from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';
import { bodyOf, NOWHERE, typedOf, wrongAddress, wrongFields } from './fields';

type Navigate = PageProps['shell']['navigate'];

/** A new address, or one that is changed. */
export function AddressPage({ id, navigate }: { id: string; navigate: Navigate }) {
  const isNew = id === 'new';
  const { data, error, refetch } = useAddressesQuery(undefined, { skip: isNew });
  const kept = data?.items.find((address) => address.id === id);
  return (
    <AccountFrame part="addresses" title={t(isNew ? 'new-address' : 'change-address')}>
      {isNew || kept ? (
        <Card>
          <AddressForm kept={kept} navigate={navigate} />
        </Card>
      ) : error ? (
        <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />
      ) : data ? (
        <ErrorNote cause={t('no-such-address')} fix={t('no-such-address-fix')} />
      ) : (
        <PageSkeleton label={t('loading')} />
      )}
    </AccountFrame>
  );
}

function AddressForm({ kept, navigate }: { kept: Address | undefined; navigate: Navigate }) {
  const [add] = useAddAddressMutation();
  const [change] = useChangeAddressMutation();
  const [isDefault, setDefault] = useState(kept?.is_default ?? false);
  const book = paths.account({ part: 'addresses' });
  const entry = useForm({
    initial: kept ? typedOf(kept) : NOWHERE,
    check: wrongAddress,
    send: (typed) => {
      const body = { ...bodyOf(typed), is_default: isDefault };
      return kept ? change({ id: kept.id, ...body }) : add(body);
    },
    explain: wrongFields,
    onDone: () => {
      toast(t('address-saved'), { tone: 'good' });
      navigate(book);
    },
  });
  const { field } = entry;
  const { postalCode } = entry.typed;
  const { currentData: place } = useServiceabilityQuery({ postalCode }, { skip: !isPincode(postalCode) });
  const fillPlace = usePlaceOfPincode(entry.element, entry.typed, entry.change, place);

  return (
    <form {...entry.form} className={css['form']}>
      {entry.problem && <ErrorNote {...entry.problem} />}
      <div className={css['pair']}>
        <Field label={t('full-name')} autoComplete="name" maxLength={120} {...field('name')} />
        <Field label={t('phone')} type="tel" autoComplete="tel" maxLength={24} {...field('phone')} />
      </div>
      <Field label={t('line1')} autoComplete="address-line1" maxLength={120} {...field('line1')} />
      <Field label={t('line2')} optional={t('optional')} autoComplete="address-line2" maxLength={120} {...field('line2')} />
      <div className={css['triple']} onBlur={fillPlace}>
        <Field label={t('pincode')} inputMode="numeric" autoComplete="postal-code" maxLength={6} {...field('postalCode')} />
        <Field label={t('city')} autoComplete="address-level2" maxLength={120} {...field('city')} />
        <Select label={t('state')} autoComplete="address-level1" {...field('state')}>
          <option value="">{t('state-choose')}</option>
          {STATES.map((state) => (
            <option key={state}>{state}</option>
          ))}
        </Select>
      </div>
      <Choice
        type="checkbox"
        checked={isDefault}
        disabled={kept?.is_default ?? false}
        onChange={({ target }) => setDefault(target.checked)}
        label={t('use-as-default')}
        hint={t('default-hint')}
      />
      <div className={css['actions']}>
        <Button type="submit" look="primary" busy={entry.busy}>
          {t('save-address')}
        </Button>
        <ButtonLink look="quiet" href={book}>
          {t('cancel')}
        </ButtonLink>
      </div>
    </form>
  );
}
