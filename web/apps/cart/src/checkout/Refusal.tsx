import { ErrorNote } from '@souk/ui';
import { useEffect, useRef, type ReactNode } from 'react';
import { bringIntoView } from './focus';
import css from './Refusal.module.css';

interface RefusalProps {
  /** The refusal itself: a new one is brought into view again, a render of the page around it is not. */
  of: object;
  cause: string;
  fix: string;
  /** What can be done about it. */
  children?: ReactNode;
}

/** Why a step did not go on: said aloud (ErrorNote is an alert), in view and focused, wherever the shopper was. */
export function Refusal({ of, cause, fix, children }: RefusalProps) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (note.current) bringIntoView(note.current);
  }, [of]);
  return (
    <div ref={note} tabIndex={-1} className={css['refusal']}>
      <ErrorNote cause={cause} fix={fix} />
      {children}
    </div>
  );
}
