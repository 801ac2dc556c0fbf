import type { ReactNode } from 'react';
import css from './Skeleton.module.css';
import { classes } from './classes';
import { VisuallyHidden } from './VisuallyHidden';

/** A quiet block in the shape of what comes. Hidden from screen readers; say "loading" once per page. */
export function Skeleton({ shape = 'line', className }: { shape?: 'line' | 'title' | 'picture' | 'button' | 'block'; className?: string }) {
  return <span aria-hidden="true" className={classes(css['skeleton'], css[shape], className)} />;
}

/** A whole page that is on its way. `first`: what may be read of it already, its heading first. */
export function PageSkeleton({ label, first }: { label: string; first?: ReactNode }) {
  return (
    <>
      {first}
      <div className={css['page']} role="status">
        <VisuallyHidden>{label}</VisuallyHidden>
        {!first && <Skeleton shape="title" />}
        <Skeleton shape="block" />
        <Skeleton shape="block" />
        <Skeleton shape="line" />
      </div>
    </>
  );
}
