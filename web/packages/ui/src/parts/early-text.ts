import { useLayoutEffect, type RefObject } from 'react';

/**
 * A field of a rendered page can be written in before its code is there. `take` gets that text, or else what it `usually`
 * holds: once, and before React, which knows of neither, puts its own in its place.
 */
export function useEarlyText(
  field: RefObject<HTMLInputElement | null>,
  take: (text: string) => void,
  usually?: () => string,
): void {
  useLayoutEffect(() => {
    const { value = '', defaultValue = '' } = field.current ?? {};
    const text = value === defaultValue ? usually?.() : value;
    if (text !== undefined) take(text);
    // Once, when the page begins to listen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}
