import { t } from '../texts/en-IN';
import { classes } from './classes';
import css from './Stars.module.css';

interface StarsProps {
  /** From 1 to 5, with parts of a star. */
  average: number;
  size?: 'normal' | 'large';
  className?: string | undefined;
}

const STAR = 'M10 1.6l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9L10 15l-5.3 2.8 1.1-5.9L1.5 7.8l5.9-.8z';
const WIDTH = 100;

/** Five stars, filled as far as the average goes; a screen reader hears the number. */
export function Stars({ average, size = 'normal', className }: StarsProps) {
  return (
    <svg
      viewBox="0 0 100 20"
      role="img"
      aria-label={t('stars', { average: average.toFixed(1).replace('.0', '') })}
      className={classes(css['stars'], css[size], className)}
    >
      <Row className={css['empty']} />
      {/* An inner picture cuts off what is beyond its width; the CSP allows no style for it. */}
      <svg width={(WIDTH * average) / 5} height="20">
        <Row className={css['full']} />
      </svg>
    </svg>
  );
}

function Row({ className }: { className: string | undefined }) {
  return (
    <g className={className}>
      {[0, 20, 40, 60, 80].map((at) => (
        <path key={at} d={STAR} transform={`translate(${at})`} />
      ))}
    </g>
  );
}
