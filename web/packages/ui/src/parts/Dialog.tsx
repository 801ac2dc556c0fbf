import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { t } from '../messages';
import css from './Dialog.module.css';
import { onePress } from './Button';
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

/**
 * The browser's own modal: focus stays inside, Escape and the backdrop close it, focus returns. It begins at the heading, so
 * that the second press of who pressed twice to open it does nothing; the browser would begin at the button that closes.
 */
export function Dialog({ open, onClose, title, as = 'dialog', children, footer }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();

  useLayoutEffect(() => {
    const dialog = box.current;
    if (!dialog || !open) return;
    if (!dialog.open) dialog.showModal();
    holdPage();
    heading.current?.focus();
    return () => {
      dialog.close();
      holdPage();
    };
  }, [open]);

  return (
    // A click on the backdrop arrives at the dialog itself, and so may the second of a double click that opened it; the keyboard has Escape.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={box}
      aria-labelledby={titleId}
      className={classes(css['dialog'], css[as])}
      onClose={({ currentTarget }) => {
        if (currentTarget.open) return; // opened again meanwhile
        holdPage();
        onClose();
      }}
      onKeyDown={onePress}
      onClick={(event) => event.target === box.current && event.detail < 2 && onClose()}
    >
      {open && (
        <div className={css['frame']}>
          <header className={css['head']}>
            <h2 ref={heading} id={titleId} tabIndex={-1} className={css['title']}>
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

/** For as long as a dialog is open; a dialog may have another one over it. */
function holdPage(): void {
  const behind = css['behind'];
  if (behind) document.documentElement.classList.toggle(behind, document.querySelector(`.${css['dialog']}[open]`) !== null);
}
