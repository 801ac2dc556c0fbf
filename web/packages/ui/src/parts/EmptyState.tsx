import type { ReactNode } from 'react';
import css from './EmptyState.module.css';

type Drawing = 'bag' | 'search' | 'parcel' | 'person';

interface EmptyStateProps {
  drawing: Drawing;
  /** Level of the title in the page's outline. */
  as?: 'h1' | 'h2' | 'h3';
  title: string;
  text: string;
  /** What to do next: usually one ButtonLink. */
  children?: ReactNode;
}

export function EmptyState({ drawing, as: Title = 'h2', title, text, children }: EmptyStateProps) {
  return (
    <div className={css['empty']}>
      <svg className={css['drawing']} viewBox="0 0 120 96" width="160" height="128" fill="none" aria-hidden="true">
        <ellipse cx="60" cy="84" rx="46" ry="6" className={css['ground']} />
        {drawings[drawing]}
      </svg>
      <Title className={css['title']}>{title}</Title>
      <p>{text}</p>
      {children}
    </div>
  );
}

const drawings: Readonly<Record<Drawing, ReactNode>> = {
  bag: (
    <>
      <path d="M34 36h52l5 46H29z" className={css['body']} />
      <path d="M60 36h26l5 46H60z" className={css['shade']} />
      <path d="M46 44V30a14 14 0 0 1 28 0v14" className={css['stroke']} />
      <circle cx="94" cy="22" r="8" className={css['sun']} />
    </>
  ),
  search: (
    <>
      <circle cx="54" cy="42" r="24" className={css['body']} />
      <circle cx="54" cy="42" r="15" className={css['glass']} />
      <path d="M72 60l18 20" className={css['handle']} />
      <circle cx="96" cy="22" r="7" className={css['sun']} />
    </>
  ),
  parcel: (
    <>
      <path d="M26 38l34-14 34 14v36L60 86 26 74z" className={css['body']} />
      <path d="M60 50l34-12v36L60 86z" className={css['shade']} />
      <path d="M43 31l34 13v12" className={css['stroke']} />
      <circle cx="98" cy="18" r="7" className={css['sun']} />
    </>
  ),
  person: (
    <>
      <path d="M28 84c0-20 14-30 32-30s32 10 32 30z" className={css['body']} />
      <path d="M60 54c18 0 32 10 32 30H60z" className={css['shade']} />
      <circle cx="60" cy="34" r="16" className={css['sun']} />
    </>
  ),
};
