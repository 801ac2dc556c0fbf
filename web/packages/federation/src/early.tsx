import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';

/** Can be focused and pressed before its piece is there; @souk/shell's first-paint.js marks a press as `aria-busy`. */
const EARLY = '[data-early]';
const OWN = 'button:not(:disabled), a[href]';

const STATES = [':focus', '[aria-busy]', ':active'];

type Place = RefObject<HTMLElement | null>;
type Done = boolean[] | undefined; // of STATES

/** `left`: where it is kept what was done to the placeholder when it goes. */
export function Placeholder({ place, left, children }: { place: Place; left: RefObject<Done>; children: ReactNode }) {
  useLayoutEffect(
    () => () => {
      const early = place.current?.querySelector(EARLY);
      left.current = early ? STATES.map((state) => early.matches(state)) : undefined;
    },
    [place, left],
  );
  return children;
}

/** Gives what was done early to the piece, once; one that failed meanwhile is pressed by nobody. */
export function useEarly(step: 'waiting' | 'ready' | 'failed') {
  const place = useRef<HTMLDivElement>(null);
  const left = useRef<Done>(undefined);
  useLayoutEffect(() => {
    const control = step === 'ready' && left.current ? place.current?.querySelector<HTMLElement>(OWN) : undefined;
    const [isFocused, isPressed, isHeld] = left.current ?? [];
    left.current = undefined;
    if (!control) return;
    if (isFocused) control.focus({ preventScroll: true });
    if (isPressed) control.click();
    else if (isHeld) clickWhenReleased(control);
  }, [step]);
  return { place, left };
}

/** No click for the browser, as its button was replaced meanwhile; a finger's is one. */
function clickWhenReleased(control: HTMLElement): void {
  const released = new AbortController();
  for (const by of ['mouseup', 'keyup', 'touchend']) {
    addEventListener(by, ({ target }) => {
      released.abort();
      if (by !== 'touchend' && control.contains(target as Node)) control.click();
    }, released);
  }
}
