import type { ApiError } from '@souk/api';
import { isPincode } from '@souk/api/pincode';
import type { Address, NewAddress } from '@souk/api/types/user';
import type { Wrong } from '../frame/use-form';
import { t } from '../messages';

/** An address as it is typed. */
export interface Typed {
  name: string;
  phone: string;
  line1: string;
  line2: string;
  postalCode: string;
  city: string;
  state: string;
}

export const NOWHERE: Typed = { name: '', phone: '', line1: '', line2: '', postalCode: '', city: '', state: '' };

export function typedOf({ name, phone, line1, line2, postal_code, city, state }: Address): Typed {
  return { name, phone, line1, line2, postalCode: postal_code, city, state };
}

export function bodyOf({ postalCode, ...typed }: Typed): NewAddress {
  return { ...typed, postal_code: postalCode, country: 'IN' };
}

/** What can be told without the server. */
export function wrongAddress({ name, phone, line1, postalCode, city, state }: Typed): Wrong<Typed> {
  return {
    ...(name.trim() === '' && { name: t('wrong-name') }),
    ...(phone.replace(/\D/g, '').length < 10 && { phone: t('wrong-phone') }),
    ...(line1.trim() === '' && { line1: t('wrong-line1') }),
    ...(!isPincode(postalCode) && { postalCode: t('wrong-pincode') }),
    ...(city.trim() === '' && { city: t('wrong-city') }),
    ...(state === '' && { state: t('wrong-state') }),
  };
}

/** The server's name for the one field that is called otherwise here. */
export function wrongFields({ fields }: ApiError): Wrong<Typed> {
  return fields.some(({ field }) => field === 'postal_code') ? { postalCode: t('wrong-pincode') } : {};
}
