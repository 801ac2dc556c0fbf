import { t } from '../messages';
import { classes } from './classes';
import css from './Stars.module.css';

interface StarsProps {
  /** From 1 to 5, with parts of a star. */
  average: number;
  size?: 'normal' | 'large';
  className?: string | undefined;
}

/** Five stars, filled to the nearest half; a screen reader hears the number. One element: a page has many of them. */
export function Stars({ average, size = 'normal', className }: StarsProps) {
  const halves = Math.round(average * 2);
  const words = t('stars', { average: average.toFixed(1).replace('.0', '') });
  return <span role="img" aria-label={words} className={classes(css['stars'], css[size], css[`halves${halves}`], className)} />;
}
