import type { Challenge } from '@souk/api/challenge';
import { Button, ButtonLink } from '@souk/ui';
import { useEffect, useRef } from 'react';
import css from './Challenge.module.css';
import { bringIntoView } from './focus';
import { t } from './messages';

interface ChallengeProps {
  challenge: Challenge;
  busy: boolean;
  onAnswer: (answer: 'approve' | 'reject') => void;
}

/** The bank's challenge takes the focus: nothing goes on without its answer. */
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
      {challenge.kind === 'confirm' && (
        <div className={css['answers']}>
          <Button look="primary" busy={busy} onClick={() => onAnswer('approve')}>
            {t('approve')}
          </Button>
          <Button busy={busy} onClick={() => onAnswer('reject')}>
            {t('reject')}
          </Button>
        </div>
      )}
      {challenge.kind === 'redirect' && (
        <ButtonLink look="primary" href={challenge.url}>
          {t('to-bank')}
        </ButtonLink>
      )}
      {challenge.kind === 'unsupported' && <p>{t('challenge-unsupported')}</p>}
    </section>
  );
}
