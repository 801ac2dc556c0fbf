import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Serviceability } from './types/logistics';

/** What a form for an Indian address has fields for, by these names. */
export interface PlaceFields {
  postalCode: string;
  city: string;
  state: string;
}

type Place = Pick<PlaceFields, 'city' | 'state'>;

export function isPincode(code: string): boolean {
  return /^[1-9]\d{5}$/.test(code);
}

/**
 * City and state follow the pincode, but never in a field that the shopper is in or has filled: the answer may come
 * while they type. `answer` is what logistics says of the pincode. A field left empty is filled when it is left, which is what the returned function is for.
 */
export function usePlaceOfPincode(
  form: RefObject<HTMLFormElement | null>,
  where: PlaceFields,
  onChange: (change: Partial<Place>) => void,
  answer: Serviceability | undefined,
): () => void {
  const { postalCode } = where;
  const ours = useRef<Place>({ city: '', state: '' });
  const fill = () => {
    if (answer?.postal_code !== postalCode) return;
    const place = placeOf(answer);
    const mayFill = (name: keyof Place) =>
      (where[name] === '' || where[name] === ours.current[name]) &&
      document.activeElement !== form.current?.elements.namedItem(name);
    const names = (['city', 'state'] as const).filter((name) => mayFill(name) && place[name] !== where[name]);
    if (names.length === 0) return;
    const change = Object.fromEntries(names.map((name) => [name, place[name]])) as Partial<Place>;
    Object.assign(ours.current, change);
    onChange(change);
  };
  // Only a new answer fills: what is typed afterwards stays. At once, so that nobody begins to type between the look and the change.
  useLayoutEffect(fill, [answer]); // eslint-disable-line react-hooks/exhaustive-deps
  return fill;
}

function placeOf({ place, state }: Serviceability): Place {
  return { city: place, state: STATES.find((known) => known === state) ?? '' };
}

export const STATES = [
  'Andaman and Nicobar Islands', 'Andhra Pradesh', 'Arunachal Pradesh', 'Assam', 'Bihar', 'Chandigarh', 'Chhattisgarh',
  'Dadra and Nagar Haveli', 'Daman and Diu', 'Delhi', 'Goa', 'Gujarat', 'Haryana', 'Himachal Pradesh',
  'Jammu and Kashmir', 'Jharkhand', 'Karnataka', 'Kerala', 'Ladakh', 'Lakshadweep', 'Madhya Pradesh', 'Maharashtra',
  'Manipur', 'Meghalaya', 'Mizoram', 'Nagaland', 'Odisha', 'Puducherry', 'Punjab', 'Rajasthan', 'Sikkim', 'Tamil Nadu',
  'Telangana', 'Tripura', 'Uttar Pradesh', 'Uttarakhand', 'West Bengal',
] as const; // prettier-ignore
