import { classes } from '@souk/ui';
import type { ReactNode } from 'react';
import { t } from '../messages/en-IN';
import css from './Step.module.css';

interface StepProps {
  number: number;
  title: string;
  state: 'open' | 'done' | 'later';
  /** What was said in it, shown once it is done. */
  said: string;
  onChange?: () => void;
  children: ReactNode;
}

export function Step({ number, title, state, said, onChange, children }: StepProps) {
  return (
    <li className={classes(css['step'], css[state])} aria-current={state === 'open' ? 'step' : undefined}>
      <div className={css['head']}>
        <span className={css['number']} aria-hidden="true">
          {state === 'done' ? '✓' : number}
        </span>
        <h2 className={css['title']}>{title}</h2>
        {state === 'done' && onChange && (
          <button type="button" className={css['change']} aria-label={t('change-step', { step: title })} onClick={onChange}>
            {t('change')}
          </button>
        )}
      </div>
      {state === 'done' && <p className={css['said']}>{said}</p>}
      {state === 'open' && <div className={css['body']}>{children}</div>}
    </li>
  );
}
