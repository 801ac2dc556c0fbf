import { paths } from '@souk/api/paths';
import { useEarlyText, VisuallyHidden } from '@souk/ui';
import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { t } from './messages';
import css from './SearchForm.module.css';
import { useSuggestions, type Suggestion } from './suggestions';

/** A plain form without JavaScript; with it, suggestions that the arrow keys reach. */
export function SearchForm() {
  const listId = useId();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const box = useSuggestionBox(field);
  const { shown, active, found } = box;

  return (
    <form
      ref={form}
      role="search"
      className={css['form']}
      action={paths.products()}
      onBlur={(event) => !form.current?.contains(event.relatedTarget) && box.close()}
    >
      <input
        ref={field}
        className={css['input']}
        type="search"
        name="q"
        value={box.typed}
        maxLength={100}
        autoComplete="off"
        aria-label={t('search-label')}
        placeholder={t('search-placeholder')}
        role="combobox"
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${listId}-${active}` : undefined}
        onChange={(event) => box.type(event.target.value)}
        onFocus={box.open}
        onKeyDown={box.onKeyDown}
      />
      <button className={css['button']} aria-label={t('search-button')}>
        <Lens />
      </button>
      <VisuallyHidden>
        <span aria-live="polite">{shown ? t('suggestions', { count: found.length }) : ''}</span>
      </VisuallyHidden>
      <SuggestionList id={listId} found={found} active={active} hidden={!shown} />
    </form>
  );
}

interface SuggestionListProps {
  id: string;
  found: readonly Suggestion[];
  active: number;
  hidden: boolean;
}

function SuggestionList({ id, found, active, hidden }: SuggestionListProps) {
  return (
    <ul id={id} role="listbox" aria-label={t('search-label')} className={css['list']} hidden={hidden}>
      {found.map((one, at) => (
        <li key={one.href} role="presentation">
          <a
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            href={one.href}
            tabIndex={-1}
            className={css['link']}
          >
            {one.text}
            <span className={css['note']}>{one.note}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What is typed, what is found for it, and which suggestion the arrow keys are on (-1: the words themselves). */
function useSuggestionBox(field: RefObject<HTMLInputElement | null>) {
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState(false);
  const [active, setActive] = useState(-1);
  const found = useSuggestions(opened ? typed : '');
  const shown = opened && found.length > 0;
  useEarlyText(field, setTyped, () => new URLSearchParams(location.search).get('q') ?? '');

  const step = (by: 1 | -1) => {
    const stops = found.length + 1; // the words themselves are one stop
    setOpened(true);
    setActive((now) => ((now + 1 + by + stops) % stops) - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = found[active];
    if (event.key === 'Escape') setOpened(false);
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter' && shown && chosen) location.assign(chosen.href);
    else return;
    event.preventDefault();
  };
  const type = (words: string) => {
    setTyped(words);
    setOpened(true);
    setActive(-1);
  };

  return { typed, found, shown, active, type, onKeyDown, open: () => setOpened(true), close: () => setOpened(false) };
}

function Lens() {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      <circle cx="11" cy="11" r="6.5" />
      <path d="M16 16l4.5 4.5" strokeLinecap="round" />
    </svg>
  );
}
