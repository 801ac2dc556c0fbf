import { toMessage, useIdentity } from '@souk/api';
import type { AddressBody } from '@souk/api/types/cart';
import type { Address } from '@souk/api/types/user';
import { useAddAddressMutation, useAddressesQuery, useMe } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { t } from './messages';

/** A customer's saved addresses; a guest has none. `isKnown` once nothing more is to come. */
export function useAddressBook() {
  const isSignedIn = useIdentity() === 'signed-in';
  const me = useMe();
  const addresses = useAddressesQuery(undefined, { skip: !isSignedIn });
  const [addAddress] = useAddAddressMutation();
  const saved: readonly Address[] = (isSignedIn && addresses.data?.items) || [];
  /** The order goes on whether or not the address could be saved. */
  const add = async (address: AddressBody) => {
    const { error } = await addAddress({ ...address, is_default: saved.length === 0 });
    if (error) toast(t('address-not-saved', toMessage(error)), { tone: 'bad' });
    else toast(t('address-saved'), { tone: 'good' });
  };
  const isKnown = !isSignedIn || Boolean((me.data ?? me.error) && (addresses.data ?? addresses.error));
  return { isSignedIn, me: isSignedIn ? me.data : undefined, saved, isKnown, add };
}

export type AddressBook = ReturnType<typeof useAddressBook>;
