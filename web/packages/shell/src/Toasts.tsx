import { on, type Toast } from '@souk/store/signals';
import { Button, ButtonLink, classes, VisuallyHidden } from '@souk/ui';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { t } from './messages';
import css from './Toasts.module.css';

const SHOWN_MS = 6_000;
const WITH_ACTION_MS = 12_000;
const MOST = 3;

interface Shown extends Toast {
  id: number;
}

/**
 * The page's one live region. Anybody speaks through `toast(text)` of @souk/store/signals. Messages wait while the pointer or
 * the focus is on them; Alt+T brings the focus there, Escape takes it back.
 */
export function Toasts() {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const [held, setHeld] = useState(false);
  const { region, goBack } = useWayThere();
  useEffect(() => {
    let last = 0;
    return on('shell:toast-wanted', (wanted) => {
      const id = ++last;
      setShown((now) => [...now, { ...wanted, id }].slice(-MOST));
    });
  }, []);

  const remove = (id: number) => {
    if (region.current?.contains(document.activeElement)) goBack();
    setHeld(false);
    setShown((now) => now.filter((one) => one.id !== id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const newest = shown.at(-1);
    if (event.key === 'Escape' && newest) remove(newest.id);
  };

  return (
    // What waits for the pointer is not what acts: the buttons inside do.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={region}
      className={css['toasts']}
      role="status"
      aria-live="polite"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={onKeyDown}
    >
      {shown.map((one) => (
        <Message key={one.id} toast={one} held={held} done={() => remove(one.id)} />
      ))}
    </div>
  );
}

/** Alt+T leads to the newest message; `goBack` to where the focus was before. */
function useWayThere() {
  const region = useRef<HTMLDivElement>(null);
  const before = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const target = region.current?.querySelector<HTMLElement>(':scope > :last-child :is(a, button)');
      if (!event.altKey || event.code !== 'KeyT' || event.ctrlKey || event.metaKey || !target) return;
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) before.current = document.activeElement;
      target.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return { region, goBack: () => before.current?.focus() };
}

function Message({ toast, held, done }: { toast: Toast; held: boolean; done: () => void }) {
  const { text, tone, action } = toast;
  const leave = useRef(done);
  leave.current = done;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => leave.current(), action ? WITH_ACTION_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, action]);
  return (
    <div className={classes(css['toast'], css[tone])}>
      <p>
        {text}
        {action && <VisuallyHidden> {t('toast-reach')}</VisuallyHidden>}
      </p>
      <Action toast={toast} done={done} />
      <button type="button" className={css['close']} aria-label={t('dismiss')} onClick={done}>
        ×
      </button>
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
