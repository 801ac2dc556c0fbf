import { on, type Toast } from '@souk/store/signals';
import { Button, ButtonLink, classes } from '@souk/ui';
import { useEffect, useState } from 'react';
import { t } from './messages/en-IN';
import css from './Toasts.module.css';

const SHOWN_MS = 6_000;
const MOST = 3;

interface Shown extends Toast {
  id: number;
}

/** The page's one live region. Anybody speaks through `toast(text)` of @souk/store/signals. */
export function Toasts() {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const dismiss = (id: number) => setShown((now) => now.filter((one) => one.id !== id));

  useEffect(() => {
    let last = 0;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stop = on('shell:toast-wanted', (wanted) => {
      const id = ++last;
      setShown((now) => [...now, { ...wanted, id }].slice(-MOST));
      timers.add(setTimeout(() => setShown((now) => now.filter((one) => one.id !== id)), SHOWN_MS));
    });
    return () => {
      stop();
      timers.forEach(clearTimeout);
    };
  }, []);

  return (
    <div className={css['toasts']} role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className={classes(css['toast'], css[one.tone])}>
          <p>{one.text}</p>
          <Action toast={one} done={() => dismiss(one.id)} />
          <button type="button" className={css['close']} aria-label={t('dismiss')} onClick={() => dismiss(one.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}

function Action({ toast, done }: { toast: Toast; done: () => void }) {
  const { action } = toast;
  if (!action) return null;
  if ('href' in action) {
    return (
      <ButtonLink look="quiet" href={action.href} onClick={done}>
        {action.label}
      </ButtonLink>
    );
  }
  return (
    <Button
      look="quiet"
      onClick={() => {
        action.run();
        done();
      }}
    >
      {action.label}
    </Button>
  );
}
