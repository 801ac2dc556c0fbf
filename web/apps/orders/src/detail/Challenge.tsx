import { toMessage } from '@souk/api';
import { useAnswerChallengeMutation } from '@souk/api/order';
import type { Challenge as Asked } from '@souk/api/challenge';
import { Button, ButtonLink, Card, ErrorNote } from '@souk/ui';
import { t } from '../messages';
import css from './OrderPage.module.css';

interface ChallengeProps {
  order: { id: string; token: string | undefined };
  challenge: Asked;
}

/** Who left the checkout in the middle can still answer the bank. */
export function Challenge({ order, challenge }: ChallengeProps) {
  const [answer, { isLoading, error }] = useAnswerChallengeMutation();
  return (
    <Card className={css['card']}>
      <h2 className={css['title']}>{t('challenge-title')}</h2>
      <p>{challenge.prompt}</p>
      {error && <ErrorNote {...toMessage(error)} />}
      {challenge.kind === 'confirm' && (
        <div className={css['buttons']}>
          <Button look="primary" busy={isLoading} onClick={() => void answer({ ...order, answer: 'approve' })}>
            {t('approve')}
          </Button>
          <Button disabled={isLoading} onClick={() => void answer({ ...order, answer: 'reject' })}>
            {t('reject')}
          </Button>
        </div>
      )}
      {challenge.kind === 'redirect' && (
        <div className={css['buttons']}>
          <ButtonLink look="primary" href={challenge.url}>
            {t('to-bank')}
          </ButtonLink>
        </div>
      )}
      {challenge.kind === 'unsupported' && <p>{t('challenge-unsupported')}</p>}
    </Card>
  );
}
