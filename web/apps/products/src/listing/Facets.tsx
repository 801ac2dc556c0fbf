import { Still, type Unsent } from '@souk/shell';
import { Dot, ErrorNote } from '@souk/ui';
import { lazy, Suspense, useState, type MouseEvent } from 'react';
import { t } from '../messages';
import { changeOf, isChosen, langOfValues, mostUseful, type FacetGroup, type ShownValue } from './facets';
import css from './Facets.module.css';
import { valueName } from './names';
import { linkTo, type ListingQuery } from './query';

// Most visitors never open it.
const FacetSheet = lazy(() => import('./FacetSheet').then(({ FacetSheet: Sheet }) => ({ default: Sheet })));

interface FacetsProps {
  query: ListingQuery;
  /** null: they could not be loaded. */
  groups: readonly FacetGroup[] | null;
  /** The same, for the links that stand in the page. */
  links: Unsent<readonly FacetGroup[]>;
}

const MOST_GROUPS = 8;
const MOST_VALUES = 8;

/**
 * The most useful filters as links, so they work without JavaScript. All of them are in a sheet, where several are chosen
 * before the page changes; on phones the line that opens the links opens that sheet.
 */
export function Facets({ query, groups, links }: FacetsProps) {
  const [openAt, setOpenAt] = useState<string | null>(null);
  if (groups === null) {
    return (
      <nav aria-label={t('filters')}>
        <ErrorNote cause={t('filters-missing')} fix={t('list-missing-fix')} />
      </nav>
    );
  }
  if (groups.length === 0) return null; // nothing was found, and there is nothing to narrow
  const openSheet = (event: MouseEvent) => {
    event.preventDefault();
    setOpenAt('');
  };
  const openSheetAt = ({ target }: MouseEvent) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-group]') : null;
    if (button) setOpenAt(button.dataset['group'] ?? '');
  };
  return (
    <nav aria-label={t('filters')} className={css['facets']}>
      <details className={css['details']}>
        <summary className={css['summary']} onClick={openSheet}>
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <path d="M2 4h14M5 9h8M8 14h2" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
          {t('filters-open')}
        </summary>
        <Still of={links} className={css['groups']} data-keeps-scroll="" onClick={openSheetAt}>
          {(all) => <Links query={query} groups={all} />}
        </Still>
      </details>
      {openAt !== null && (
        <Suspense>
          <FacetSheet query={query} groups={groups} openAt={openAt} onClose={() => setOpenAt(null)} />
        </Suspense>
      )}
    </nav>
  );
}

function Links({ query, groups }: { query: ListingQuery; groups: readonly FacetGroup[] }) {
  const useful = groups.filter(({ facet, values }) => values.length > 1 || values.some((one) => isChosen(query, facet, one)));
  return (
    <>
      {useful.slice(0, MOST_GROUPS).map((group) => (
        <Group key={group.id} query={query} group={group} />
      ))}
      <button type="button" className={css['all']} data-group="">
        {t('filters-all')}
      </button>
    </>
  );
}

function Group({ query, group: { id, facet, label, values } }: { query: ListingQuery; group: FacetGroup }) {
  const shown = mostUseful(values, MOST_VALUES);
  return (
    <>
      <h2>{label}</h2>
      <ul lang={langOfValues(facet)}>
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
          data-group={id}
        >
          {t('show-all', { count: values.length })}
        </button>
      )}
    </>
  );
}

function FacetLink({ href, chosen, value }: { href: string; chosen: boolean; value: ShownValue }) {
  const { count, color, parent } = value;
  return (
    <li className={parent ? css['below'] : undefined}>
      <a className={count === 0 ? css['none'] : undefined} href={href} rel="nofollow" aria-current={chosen ? 'true' : undefined}>
        {color && <Dot color={color} />}
        {valueName(value)} <span>{count}</span>
      </a>
    </li>
  );
}
