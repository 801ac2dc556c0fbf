import css from './HeaderAction.module.css';

/**
 * The look of what stands at the header's end: the shell's plain link and the piece that takes its place have one size, so
 * nothing jumps. Small screens show the icon only; `word` stays for screen readers.
 */
export const headerAction = { box: css['box'], word: css['word'] };

export function BagIcon() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden="true">
      <path d="M5 8h14l1 12H4zM9 10V7a3 3 0 0 1 6 0v3" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}

export function PersonIcon() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden="true">
      <circle cx="12" cy="8" r="3.5" />
      <path d="M5 20c0-4 3-6 7-6s7 2 7 6" strokeLinecap="round" />
    </svg>
  );
}
