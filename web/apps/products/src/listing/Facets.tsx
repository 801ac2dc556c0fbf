import type { Facet, FacetValue } from '@souk/api/types/product';
import { classes, Dot } from '@souk/ui';
import { t } from '../messages/en-IN';
import css from './Facets.module.css';
import { priceName } from './names';
import { linkTo, withOption, type ListingQuery } from './query';

interface FacetsProps {
  query: ListingQuery;
  facets: readonly Facet[];
}

/** Filters as links, so they work without JavaScript; on phones behind one line that opens. */
export function Facets({ query, facets }: FacetsProps) {
  return (
    <nav aria-label={t('filters')} className={css['facets']}>
      <details className={css['details']}>
        <summary className={css['summary']}>
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <path d="M2 4h14M5 9h8M8 14h2" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
          {t('filters-open')}
        </summary>
        <div className={css['groups']}>
          {facets
            .filter(({ values }) => values.length > 0)
            .map((facet) => (
              <section key={facet.key} className={css['group']}>
                <h2 className={css['name']}>{facet.label}</h2>
                <ul className={css['values']}>
                  {shownOf(facet).map((value) => (
                    <FacetLink
                      key={value.value}
                      href={linkTo(query, changeOf(query, facet, value))}
                      name={value.label || priceName(value.min ?? null, value.max ?? null)}
                      value={value}
                    />
                  ))}
                </ul>
              </section>
            ))}
        </div>
      </details>
    </nav>
  );
}

/** Categories as a tree: what lies below one shows once it, or a neighbour, is chosen. */
function shownOf({ key, values }: Facet): readonly FacetValue[] {
  if (key !== 'category') return values;
  const isOpen = ({ value, selected }: FacetValue) => selected || values.some((one) => one.parent === value && one.selected);
  return values
    .filter(({ parent }) => !parent)
    .flatMap((top) => [top, ...(isOpen(top) ? values.filter(({ parent }) => parent === top.value) : [])]);
}

interface FacetLinkProps {
  href: string;
  name: string;
  value: FacetValue;
}

function FacetLink({ href, name, value: { count, selected, color, parent } }: FacetLinkProps) {
  return (
    <li className={parent ? css['below'] : undefined}>
      <a
        className={classes(css['value'], selected && css['selected'], count === 0 && css['none'])}
        href={href}
        rel="nofollow"
        aria-current={selected ? 'true' : undefined}
      >
        <span className={css['mark']} aria-hidden="true" />
        {color && <Dot color={color} />}
        <span className={css['label']}>{name}</span>
        <span className={css['count']}>{count}</span>
      </a>
    </li>
  );
}

/** What following a facet's value changes: chosen values are taken away, others added. */
export function changeOf(query: ListingQuery, { key }: Facet, one: FacetValue): Partial<ListingQuery> {
  if (key === 'category') return { category: one.selected ? (one.parent ?? null) : one.value };
  if (key === 'price') {
    return one.selected ? { minPrice: null, maxPrice: null } : { minPrice: one.min ?? null, maxPrice: one.max ?? null };
  }
  if (key === 'availability') return one.value === 'on_sale' ? { onSale: !one.selected } : { inStock: !one.selected };
  return withOption(query, key.replace(/^option\./, ''), one.value);
}
