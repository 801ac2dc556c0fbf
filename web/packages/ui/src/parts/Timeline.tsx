import type { ReactNode } from 'react';
import { formatMoment } from '../money';
import css from './Timeline.module.css';
import { classes } from './classes';

export interface TimelineStep {
  text: ReactNode;
  /** ISO time once it happened. */
  at?: string | null;
  note?: ReactNode;
  state: 'done' | 'current' | 'ahead' | 'failed';
}

/** What happened and what comes, in order. */
export function Timeline({ label, steps }: { label: string; steps: readonly TimelineStep[] }) {
  return (
    <ol className={css['timeline']} aria-label={label}>
      {steps.map((step, at) => (
        <li
          key={`${step.at ?? ''}${at}`}
          className={classes(css['step'], css[step.state])}
          aria-current={step.state === 'current' ? 'step' : undefined}
        >
          <p className={css['text']}>{step.text}</p>
          {step.at && (
            <time className={css['at']} dateTime={step.at}>
              {formatMoment(step.at)}
            </time>
          )}
          {step.note && <p className={css['note']}>{step.note}</p>}
        </li>
      ))}
    </ol>
  );
}
