import type { HTMLAttributes, ReactNode } from 'react';
import css from './Card.module.css';
import { classes } from './classes';

/** A surface with a hairline. */
export function Card({ children, className, ...rest }: { children: ReactNode } & HTMLAttributes<HTMLDivElement>) {
  return (
    <div {...rest} className={classes(css['card'], className)}>
      {children}
    </div>
  );
}
