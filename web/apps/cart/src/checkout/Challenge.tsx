import type { PaymentView } from '@souk/api/types/order';
import { Button } from '@souk/ui';
import { useEffect, useRef } from 'react';
import { t } from '../messages/en-IN';
import css from './Challenge.module.css';
import { bringIntoView } from './focus';

/** What a bank may ask before it pays. */
export type Challenge = NonNullable<PaymentView['challenge']>;

interface ChallengeProps {
  challenge: Challenge;
  busy: boolean;
  onAnswer: (answer: 'approve' | 'reject') => void;
}

/** The bank's question takes the focus: nothing goes on without its answer. */
export function ChallengePart({ challenge, busy, onAnswer }: ChallengeProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (heading.current) bringIntoView(heading.current);
  }, []);
  return (
    <section className={css['challenge']} aria-labelledby="challenge">
      <h3 id="challenge" ref={heading} tabIndex={-1}>
        {t('challenge-title')}
      </h3>
      <p>{challenge.prompt}</p>
      <div className={css['answers']}>
        <Button look="primary" busy={busy} onClick={() => onAnswer('approve')}>
          {t('approve')}
        </Button>
        <Button busy={busy} onClick={() => onAnswer('reject')}>
          {t('reject')}
        </Button>
      </div>
    </section>
  );
}
