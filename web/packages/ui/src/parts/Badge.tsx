import type { ReactNode } from 'react';
import css from './Badge.module.css';
import { classes } from './classes';

interface BadgeProps {
  tone?: 'plain' | 'sale' | 'good' | 'bad';
  className?: string | undefined;
  children: ReactNode;
}

/** A short word about a thing. The tone supports the word and never replaces it. */
export function Badge({ tone = 'plain', className, children }: BadgeProps) {
  return <span className={classes(css['badge'], css[tone], className)}>{children}</span>;
}
