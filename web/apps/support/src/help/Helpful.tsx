import { toMessage } from '@souk/api';
import { localKept } from '@souk/api/storage';
import { useSayHelpfulMutation } from '@souk/api/support';
import { Button, ErrorNote } from '@souk/ui';
import { useState } from 'react';
import { t } from '../messages';
import css from './Helpful.module.css';

type Said = 'yes' | 'no';

/** One answer of each person, which may be changed; this browser remembers it. */
export function Helpful({ slug }: { slug: string }) {
  const kept = `souk-helpful:${slug}`;
  const [said, setSaid] = useState<Said | null>(() => saidIn(localKept.read(kept)));
  const [say, { isLoading, error }] = useSayHelpfulMutation();
  const answer = async (word: Said) => {
    const { error: failed } = await say({ slug, helpful: word === 'yes' });
    if (failed) return;
    setSaid(word);
    localKept.write(kept, word);
  };
  return (
    <section className={css['helpful']} aria-labelledby="helpful-question">
      <h2 id="helpful-question">{t('helpful-question')}</h2>
      <div className={css['answers']}>
        {(['yes', 'no'] as const).map((word) => (
          <Button key={word} aria-pressed={said === word} busy={isLoading} onClick={() => void answer(word)}>
            {t(`helpful-${word}`)}
          </Button>
        ))}
      </div>
      <p role="status">{said === 'yes' ? t('helpful-thanks') : said === 'no' && t('helpful-sorry')}</p>
      {error && <ErrorNote {...toMessage(error)} />}
    </section>
  );
}

function saidIn(word: string | null): Said | null {
  return word === 'yes' || word === 'no' ? word : null;
}
