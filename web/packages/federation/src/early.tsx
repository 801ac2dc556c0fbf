import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';

/**
 * A placeholder's control with `data-early` can be focused and pressed before its piece is there, even before any script but
 * @souk/shell's first-paint.js, which marks the press as `aria-busy`. The piece's own control is given both, once.
 */
const EARLY = '[data-early]';
const OWN = 'button:not(:disabled), a[href]';

type Place = RefObject<HTMLElement | null>;
type Done = { focused: boolean; pressed: boolean; held: boolean } | undefined;

/** `left`: where it is kept what was done to the placeholder when it goes. */
export function Placeholder({ place, left, children }: { place: Place; left: RefObject<Done>; children: ReactNode }) {
  useLayoutEffect(
    () => () => {
      const early = place.current?.querySelector(EARLY);
      left.current = early
        ? { focused: early === document.activeElement, pressed: early.hasAttribute('aria-busy'), held: early.matches(':active') }
        : undefined;
    },
    [place, left],
  );
  return children;
}

/** What was done early, for the piece that comes in place of it; a piece that failed meanwhile is pressed by nobody. */
export function useEarly(step: 'waiting' | 'ready' | 'failed') {
  const place = useRef<HTMLDivElement>(null);
  const left = useRef<Done>(undefined);
  useLayoutEffect(() => {
    const control = step === 'ready' && left.current ? place.current?.querySelector<HTMLElement>(OWN) : undefined;
    if (left.current?.focused) control?.focus({ preventScroll: true });
    if (left.current?.pressed) control?.click();
    else if (left.current?.held && control) clickOnRelease(control);
    left.current = undefined;
  }, [step]);
  return { place, left };
}

/** A press whose button was replaced before its release is no click for the browser; a finger's is, of what is there by then. */
function clickOnRelease(control: HTMLElement): void {
  const release = (event: KeyboardEvent | PointerEvent) => {
    removeEventListener('keyup', release);
    removeEventListener('pointerup', release);
    const isFinger = 'pointerType' in event && event.pointerType === 'touch';
    if (!isFinger && event.target instanceof Node && control.contains(event.target)) control.click();
  };
  addEventListener('keyup', release);
  addEventListener('pointerup', release);
}
