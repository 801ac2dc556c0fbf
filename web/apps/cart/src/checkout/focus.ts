/** After the render that marks the wrong fields: the first of them is where the shopper goes on. */
export function focusFirstWrong(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/** Focus and eyes go to what the page has to say: in the upper half, below the header (scroll-padding). */
export function bringIntoView(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  const { top, bottom } = element.getBoundingClientRect();
  const covered = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  if (top < covered || top > innerHeight / 2 || bottom > innerHeight) element.scrollIntoView({ block: 'start' });
}
