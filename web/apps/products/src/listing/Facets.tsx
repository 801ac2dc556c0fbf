import type { Facet, FacetValue } from '@souk/api/types/product';
import { classes, Dot, ErrorNote } from '@souk/ui';
import { lazy, Suspense, useState } from 'react';
import { t } from '../messages/en-IN';
import { changeOf, groupsOf, isChosen, mostUseful, type FacetGroup } from './facets';
import css from './Facets.module.css';
import { valueName } from './names';
import { linkTo, type ListingQuery } from './query';
import { keepScroll } from './scroll';

// Most visitors never open it.
const FacetSheet = lazy(() => import('./FacetSheet').then(({ FacetSheet: Sheet }) => ({ default: Sheet })));

interface FacetsProps {
  query: ListingQuery;
  /** null: they could not be loaded. */
  facets: readonly Facet[] | null;
}

const MOST_GROUPS = 8;
const MOST_VALUES = 8;

/**
 * The most useful filters as links, so they work without JavaScript. All of them are in a sheet, where several are chosen
 * before the page changes; on phones the line that opens the links opens that sheet.
 */
export function Facets({ query, facets }: FacetsProps) {
  const [openAt, setOpenAt] = useState<string | null>(null);
  if (facets === null) {
    return (
      <nav aria-label={t('filters')}>
        <ErrorNote cause={t('filters-missing')} fix={t('list-missing-fix')} />
      </nav>
    );
  }
  const groups = groupsOf(facets);
  if (groups.length === 0) return null; // nothing was found, and there is nothing to narrow
  const useful = groups.filter(({ facet, values }) => values.length > 1 || values.some((one) => isChosen(query, facet, one)));
  return (
    <nav aria-label={t('filters')} className={css['facets']}>
      <details className={css['details']}>
        <summary
          className={css['summary']}
          onClick={(event) => {
            event.preventDefault();
            setOpenAt('');
          }}
        >
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <path d="M2 4h14M5 9h8M8 14h2" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
          {t('filters-open')}
        </summary>
        <div className={css['groups']}>
          {useful.slice(0, MOST_GROUPS).map((group) => (
            <Group key={group.id} query={query} group={group} onShowAll={() => setOpenAt(group.id)} />
          ))}
          <button type="button" className={css['all']} onClick={() => setOpenAt('')}>
            {t('filters-all')}
          </button>
        </div>
      </details>
      {openAt !== null && (
        <Suspense>
          <FacetSheet query={query} groups={groups} openAt={openAt} onClose={() => setOpenAt(null)} />
        </Suspense>
      )}
    </nav>
  );
}

function Group({ query, group: { facet, label, values }, onShowAll }: { query: ListingQuery; group: FacetGroup; onShowAll: () => void }) {
  const shown = mostUseful(values, MOST_VALUES);
  return (
    <section className={css['group']}>
      <h2 className={css['name']}>{label}</h2>
      <ul className={css['values']}>
        {shown.map((value) => (
          <FacetLink
            key={value.value}
            href={linkTo(query, changeOf(query, facet, value))}
            chosen={isChosen(query, facet, value)}
            value={value}
          />
        ))}
      </ul>
      {shown.length < values.length && (
        <button
          type="button"
          className={css['all']}
          aria-label={t('show-all-of', { count: values.length, name: label })}
          onClick={onShowAll}
        >
          {t('show-all', { count: values.length })}
        </button>
      )}
    </section>
  );
}

function FacetLink({ href, chosen, value }: { href: string; chosen: boolean; value: FacetValue }) {
  const { count, color, parent } = value;
  return (
    <li className={parent ? css['below'] : undefined}>
      <a
        className={classes(css['value'], chosen && css['selected'], count === 0 && css['none'])}
        href={href}
        rel="nofollow"
        aria-current={chosen ? 'true' : undefined}
        onClick={() => keepScroll(href)}
      >
        <span className={css['mark']} aria-hidden="true" />
        {color && <Dot color={color} />}
        <span className={css['label']}>{valueName(value)}</span>
        <span className={css['count']}>{count}</span>
      </a>
    </li>
  );
}
