import { t } from '../messages';
import css from './Chips.module.css';
import type { Chip } from './names';
import { linkTo, NO_FILTERS, type ListingQuery } from './query';

/** What is chosen, each with a link that takes it away. */
export function Chips({ query, chips }: { query: ListingQuery; chips: readonly Chip[] }) {
  if (chips.length === 0) return null;
  return (
    <ul className={css['chips']} aria-label={t('chosen-filters')} data-keeps-scroll="">
      {chips.map(({ name, without }) => (
        <li key={name}>
          <a
            className={css['chip']}
            href={linkTo(query, without)}
            aria-label={t('remove-filter', { name })}
          >
            {name}
            <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
              <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
            </svg>
          </a>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <a className={css['clear']} href={linkTo(query, NO_FILTERS)}>
            {t('clear-all')}
          </a>
        </li>
      )}
    </ul>
  );
}
