import { inLanguage, langOfShop } from '@souk/api/language';
import { Fragment } from 'react';
import css from './RichText.module.css';

interface Run {
  text: string;
  bold?: boolean;
  italic?: boolean;
  href?: string | null;
}

/** What it needs of content's rich text. */
export type RichTextLike = readonly (
  | { kind: 'paragraph'; runs: readonly Run[] }
  | { kind: 'list'; ordered?: boolean; items: readonly (readonly Run[])[] }
)[];

/** Paragraphs, lists, marks and links: it can make no other element, so nothing in the text can run. */
export function RichText({ text }: { text: RichTextLike }) {
  return <div className={css['text']} lang={langOfShop()}>{text.map((part, at) => <Part key={at} part={part} />)}</div>;
}

function Part({ part }: { part: RichTextLike[number] }) {
  if (part.kind === 'paragraph') {
    return (
      <p>
        <Runs runs={part.runs} />
      </p>
    );
  }
  const List = part.ordered ? 'ol' : 'ul';
  return (
    <List className={css['list']}>
      {part.items.map((runs, at) => (
        <li key={at}>
          <Runs runs={runs} />
        </li>
      ))}
    </List>
  );
}

function Runs({ runs }: { runs: readonly Run[] }) {
  return runs.map((run, at) => <Fragment key={at}>{marked(run)}</Fragment>);
}

function marked({ text, bold, italic, href }: Run) {
  const slanted = italic ? <em>{text}</em> : text;
  const strong = bold ? <strong>{slanted}</strong> : slanted;
  // The service has checked the address; a scheme that runs would be stopped here too.
  return href && /^(\/(?![/\\])|https:|mailto:|tel:)/.test(href) ? <a href={inLanguage(href)}>{strong}</a> : strong;
}
