import type { ComponentProps, ReactNode } from 'react';

/** A prop that only the server's rendering gets; in the browser it is undefined. */
export type Unsent<T> = T | undefined;

/** Leaves a value out of the props that a page is sent with: what `Still` shows of it is in the HTML already. */
export function unsent<T extends object>(value: T): T {
  return Object.defineProperty(value, 'toJSON', { value: () => undefined, configurable: true });
}

interface StillProps<T> extends Omit<ComponentProps<'div'>, 'children'> {
  of: Unsent<T>;
  children: (value: T) => ReactNode;
}

/**
 * A part of a page that does not change once it is rendered: the server renders it from what is `unsent`, and the browser
 * keeps that HTML. Neither its data nor the work of bringing it to life are paid for, so it must do with links and forms;
 * who has to know of a click inside listens around it.
 */
export function Still<T>({ of, children, ...attributes }: StillProps<T>) {
  if (of !== undefined) return <div {...attributes}>{children(of)}</div>;
  // React takes over the element and leaves alone what is in it.
  // eslint-disable-next-line no-restricted-syntax
  return <div {...attributes} suppressHydrationWarning dangerouslySetInnerHTML={AS_IT_STANDS} />;
}

const AS_IT_STANDS = { __html: '' };
