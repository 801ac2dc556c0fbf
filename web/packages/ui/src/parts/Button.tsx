import type { AnchorHTMLAttributes, ButtonHTMLAttributes, KeyboardEvent, ReactNode } from 'react';
import css from './Button.module.css';
import { classes } from './classes';

interface Look {
  /** One primary action per page. */
  look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'normal' | 'large';
  wide?: boolean;
  children: ReactNode;
}

type ButtonProps = Look & { busy?: boolean } & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'>;

/** While busy it keeps its width and focus, and does not act again; a key that is held is one press. */
export function Button({ look, size, wide, busy = false, children, className, onClick, onKeyDown = onePress, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled']}
      onKeyDown={onKeyDown}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classes(lookOf({ look, size, wide }), busy && css['busy'], className)}
    >
      <span className={css['label']}>{children}</span>
      {busy && <span className={css['spinner']} aria-hidden="true" />}
    </button>
  );
}

/** Enter that is held presses a button again and again, and what opens meanwhile too. */
export function onePress(event: KeyboardEvent): void {
  if (event.repeat && event.key === 'Enter') event.preventDefault();
}

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink({
  look,
  size,
  wide,
  children,
  className,
  ...rest
}: Look & AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return (
    <a {...rest} className={classes(lookOf({ look, size, wide }), className)}>
      <span className={css['label']}>{children}</span>
    </a>
  );
}

function lookOf({ look = 'secondary', size = 'normal', wide = false }: Omit<Look, 'children'>) {
  return classes(css['button'], css[look], size === 'large' && css['large'], wide && css['wide']);
}
