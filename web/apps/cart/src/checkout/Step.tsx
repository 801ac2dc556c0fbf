import { paths, type CheckoutStep } from '@souk/api';
import { classes } from '@souk/ui';
import { useEffect, useRef, type ReactNode } from 'react';
import { bringIntoView } from './focus';
import { t } from './messages';
import css from './Step.module.css';

interface StepProps {
  number: number;
  step: CheckoutStep;
  state: 'open' | 'done' | 'later';
  /** What was said in it, line by line, shown once it is done. */
  said: readonly string[];
  children: ReactNode;
}

/** A step that opens while the page is looked at leads the focus to its heading. */
export function Step({ number, step, state, said, children }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(state);
  useEffect(() => {
    if (state === 'open' && before.current !== 'open' && heading.current) bringIntoView(heading.current);
    before.current = state;
  }, [state]);
  const title = t(`step-${step}`);
  return (
    <li className={classes(css['step'], css[state])} aria-current={state === 'open' ? 'step' : undefined}>
      <div className={css['head']}>
        <span className={css['number']} aria-hidden="true">
          {state === 'done' ? '✓' : number}
        </span>
        <h2 ref={heading} tabIndex={-1} className={css['title']}>
          {title}
        </h2>
        {state === 'done' && (
          <a className={css['change']} href={paths.checkout({ step })} aria-label={t('change-step', { step: title })}>
            {t('change')}
          </a>
        )}
      </div>
      {state === 'done' && (
        <div className={css['said']}>
          {said.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      {state === 'open' && <div className={css['body']}>{children}</div>}
    </li>
  );
}
