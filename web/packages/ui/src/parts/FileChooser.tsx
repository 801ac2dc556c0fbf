import { useId } from 'react';
import { classes } from './classes';
import css from './FileChooser.module.css';

interface FileChooserProps {
  label: string;
  hint: string;
  /** As `<input accept>` has it; what a file really is, the service finds out. */
  accept: string;
  busy: boolean;
  /** No more may be chosen. */
  full: boolean;
  onChosen: (files: readonly File[]) => void;
}

/** A button that opens the browser's own choice of files. */
export function FileChooser({ label, hint, accept, busy, full, onChosen }: FileChooserProps) {
  const at = useId();
  return (
    <div className={css['row']}>
      <label className={classes(css['choose'], busy && css['busy'])}>
        <input
          type="file"
          multiple
          accept={accept}
          disabled={busy || full}
          aria-describedby={at}
          onChange={({ target }) => {
            onChosen([...(target.files ?? [])]);
            target.value = ''; // the same file may be chosen again
          }}
        />
        {label}
      </label>
      <span id={at} className={css['hint']}>
        {hint}
      </span>
    </div>
  );
}
