import type { ReactNode } from 'react';
import css from './Badge.module.css';
import { classes } from './classes';

/** A short word about a thing. The tone supports the word and never replaces it. */
export function Badge({ tone = 'plain', children }: { tone?: 'plain' | 'sale' | 'good' | 'bad'; children: ReactNode }) {
  return <span className={classes(css['badge'], css[tone])}>{children}</span>;
}
