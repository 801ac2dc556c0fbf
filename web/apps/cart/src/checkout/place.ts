import { useServiceabilityQuery } from '@souk/api/logistics';
import type { Serviceability } from '@souk/api/types/logistics';
import { useEffect, useRef, type RefObject } from 'react';
import { isPincode, STATES, type Where } from './fields';

type Place = Pick<Where, 'city' | 'state'>;

/**
 * City and state follow the pincode, but never in a field that the shopper is in or has filled: the answer may come
 * while they type. A field left empty is filled when it is left, which is what the returned function is for.
 */
export function usePlaceOfPincode(
  form: RefObject<HTMLFormElement | null>,
  where: Where,
  onChange: (change: Partial<Place>) => void,
): () => void {
  const { postalCode } = where;
  const { currentData: answer } = useServiceabilityQuery({ postalCode }, { skip: !isPincode(postalCode) });
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
  // Only a new answer fills: what is typed afterwards stays.
  useEffect(fill, [answer]); // eslint-disable-line react-hooks/exhaustive-deps
  return fill;
}

function placeOf({ place, state }: Serviceability): Place {
  return { city: place, state: STATES.find((known) => known === state) ?? '' };
}
