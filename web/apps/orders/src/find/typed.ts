import type { ApiError } from '@souk/api';

/** Both forms share it: going back and forth between them loses nothing. */
export interface Typed {
  number: string;
  email: string;
  code: string;
}

export const NOTHING_TYPED: Typed = { number: '', email: '', code: '' };

export interface FormProps {
  typed: Typed;
  onType: (typed: Typed) => void;
  busy: boolean;
  /** Why the server refused. */
  problem: ApiError | null;
}

/** As it is printed, or as people shorten it. */
export const isOrderNumber = (text: string) => /^(SK)?[A-Z0-9]{8}$/.test(text.toUpperCase().replace(/[^A-Z0-9]/g, ''));

export function focusWrong(form: HTMLFormElement | null, selector = '[aria-invalid="true"]'): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>(selector)?.focus());
}
