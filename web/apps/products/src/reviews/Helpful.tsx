import { paths } from '@souk/api/paths';
import { Button } from '@souk/ui';
import { useState } from 'react';
import { t } from './messages';
import css from './Helpful.module.css';

interface HelpfulProps {
  review: { id: string; title: string; helpful: number };
  /** The person found it helpful before; `review.helpful` counts that already. */
  said: boolean;
  isOwn: boolean;
  isSignedIn: boolean;
}

type Step = { step: 'still' } | { step: 'saving' } | { step: 'failed'; words: string };

/** How many a review helped, and the way to say so: counted once a person. */
export function Helpful({ review: { id, title, helpful }, said, isOwn, isSignedIn }: HelpfulProps) {
  const [isHelpful, setHelpful] = useState(said);
  const [now, setNow] = useState<Step>({ step: 'still' });
  const count = helpful + Number(isHelpful) - Number(said);

  const toggle = async () => {
    if (!isSignedIn) return location.assign(paths.login({ back: location.pathname + location.search }));
    setNow({ step: 'saving' });
    const failed = await say(id, !isHelpful);
    if (failed === null) setHelpful(!isHelpful);
    setNow(failed === null ? { step: 'still' } : { step: 'failed', words: failed });
  };

  return (
    <div className={css['helpful']}>
      {!isOwn && (
        <Button
          look={isHelpful ? 'secondary' : 'quiet'}
          aria-pressed={isHelpful}
          aria-label={t('helpful-about', { title })}
          busy={now.step === 'saving'}
          onClick={() => void toggle()}
        >
          {t('helpful')}
        </Button>
      )}
      <span aria-live="polite" className={css['count']}>
        {now.step === 'failed' ? now.words : count > 0 && t('helped', { count })}
      </span>
    </div>
  );
}

/** What went wrong, in words. */
async function say(id: string, isHelpful: boolean): Promise<string | null> {
  const [{ toMessage }, { findHelpful }] = await Promise.all([import('@souk/api'), import('@souk/api/reviews')]);
  try {
    await findHelpful(id, isHelpful);
    return null;
  } catch (error) {
    return toMessage(error).cause;
  }
}
