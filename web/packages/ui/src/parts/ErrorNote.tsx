import { t } from '../messages';
import { Button } from './Button';
import css from './ErrorNote.module.css';

interface ErrorNoteProps {
  cause: string;
  fix: string;
  onRetry?: (() => void) | undefined;
  retryLabel?: string;
}

/** What happened and what to do, said at once to a screen reader. Takes what `toMessage(error)` gives. */
export function ErrorNote({ cause, fix, onRetry, retryLabel }: ErrorNoteProps) {
  return (
    <div role="alert" className={css['note']}>
      <p className={css['cause']}>{cause}</p>
      <p>{fix}</p>
      {onRetry && <Button onClick={onRetry}>{retryLabel ?? t('try-again')}</Button>}
    </div>
  );
}
