import { formatMoment } from '../money';
import { t } from '../messages';
import { Button } from './Button';
import css from './StaleNote.module.css';

/** What stands here is from `at`, because asking again failed. */
export function StaleNote({ at, onRetry }: { at: number | undefined; onRetry: () => void }) {
  return (
    <div className={css['note']} role="status">
      <p>{t('stale-note', { at: formatMoment(new Date(at ?? Date.now()).toISOString()) })}</p>
      <Button onClick={onRetry}>{t('try-again')}</Button>
    </div>
  );
}
