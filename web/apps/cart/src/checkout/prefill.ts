import { useLayoutEffect, type RefObject } from 'react';
import { NOWHERE, type Where } from './fields';

/**
 * A form that has something in it, or that the shopper is in, stays theirs. A layout effect, so that the fields are
 * full in the moment in which they are seen to be free: nobody begins to type between the two.
 */
export function usePrefill(
  form: RefObject<HTMLFormElement | null>,
  where: Where,
  known: Where | null,
  onChange: (change: Partial<Where>) => void,
): void {
  useLayoutEffect(() => {
    const isBegun = Object.keys(NOWHERE).some((name) => where[name as keyof Where] !== '');
    if (known && !isBegun && !form.current?.contains(document.activeElement)) onChange(known);
    // Once, when it becomes known: a form that is emptied afterwards stays empty.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [known]);
}
