import { happened } from '@souk/store/happened';
import { on } from '@souk/store/signals';
import { useEffect, useState } from 'react';
import type { Exposed } from '../exposes';
import { CheckoutSteps } from './CheckoutSteps';
import { PlacedPage } from './PlacedPage';
import { placedOf } from './step-address';

/** Each step and the placed order have an address: `/checkout/where`, `/how`, `/pay`, `/placed/<order>`. */
export function CheckoutPage({ shell }: Exposed['CheckoutPage']) {
  const placed = placedOf(shell.base, shell.path);
  const person = usePersonCount();
  useEffect(() => {
    if (placed === null) happened({ kind: 'checkout-begun' });
  }, [placed]);
  return placed === null ? <CheckoutSteps key={person} shell={shell} /> : <PlacedPage key={`${placed}${person}`} id={placed} shell={shell} />;
}

/** Grows when somebody signs out: nothing of that person stays on the page. */
function usePersonCount(): number {
  const [count, setCount] = useState(0);
  useEffect(() => on('auth:signed-out', () => setCount((before) => before + 1)), []);
  return count;
}
