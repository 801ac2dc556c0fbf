import { Button, formatMoment } from '@souk/ui';
import { t } from './messages/en-IN';
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
