import { useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../messages';
import css from './Dialog.module.css';
import { classes } from './classes';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** `sheet` slides in from the side (from below on phones): filters, the bag. */
  as?: 'dialog' | 'sheet';
  children: ReactNode;
  /** Stays in reach below what scrolls. */
  footer?: ReactNode;
}

/** The browser's own modal: focus stays inside, Escape and the backdrop close it, focus returns. */
export function Dialog({ open, onClose, title, as = 'dialog', children, footer }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = box.current;
    if (!dialog || dialog.open === open) return;
    if (open) dialog.showModal();
    else dialog.close();
  }, [open]);

  return (
    // A click on the backdrop arrives at the dialog itself; the keyboard has Escape.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={box}
      aria-labelledby={titleId}
      className={classes(css['dialog'], css[as])}
      onClose={onClose}
      onClick={(event) => event.target === box.current && onClose()}
    >
      {open && (
        <div className={css['frame']}>
          <header className={css['head']}>
            <h2 id={titleId} className={css['title']}>
              {title}
            </h2>
            <button type="button" className={css['close']} aria-label={t('close')} onClick={onClose}>
              <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
                <path d="M4 4l12 12M16 4L4 16" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
              </svg>
            </button>
          </header>
          <div className={css['body']}>{children}</div>
          {footer && <footer className={css['foot']}>{footer}</footer>}
        </div>
      )}
    </dialog>
  );
}
