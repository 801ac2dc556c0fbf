import type { AddressBody } from '@souk/api/types/cart';
import type { Address } from '@souk/api/types/user';
import { Select } from '@souk/ui';
import { isSameAddress } from './fields';
import { t } from './messages';

interface SavedAddressesProps {
  saved: readonly Address[];
  /** What the form says now. */
  now: AddressBody;
  onPick: (address: Address) => void;
}

/** The address book of a customer, who picks one of it to fill the form. */
export function SavedAddresses({ saved, now, onPick }: SavedAddressesProps) {
  if (saved.length === 0) return null;
  const shown = saved.find((address) => isSameAddress(address, now));
  return (
    <Select
      label={t('saved-address')}
      value={shown?.id ?? ''}
      onChange={({ target }) => {
        const picked = saved.find(({ id }) => id === target.value);
        if (picked) onPick(picked);
      }}
    >
      <option value="">{t('another-address')}</option>
      {saved.map(({ id, name, line1, city, postal_code }) => (
        <option key={id} value={id}>
          {`${name}, ${line1}, ${city} ${postal_code}`}
        </option>
      ))}
    </Select>
  );
}
