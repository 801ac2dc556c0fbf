import { paths } from '@souk/api/paths';
import { t } from '../messages';
import { asParams, SORTS, type ListingQuery, type Sort } from './query';
import css from './SortForm.module.css';

const NAMES: Record<Sort, Parameters<typeof t>[0]> = {
  relevance: 'sort-relevance',
  newest: 'sort-newest',
  price: 'sort-price',
  '-price': 'sort-price-down',
  rating: 'sort-rating',
  name: 'sort-name',
};

/** A plain GET form; with JavaScript choosing is enough and the button goes away. */
export function SortForm({ query }: { query: ListingQuery }) {
  const hidden = Object.entries(asParams({ ...query, sort: null, cursor: null })).flatMap(([key, value]) =>
    [value].flat().flatMap((one) => (one === null || one === undefined ? [] : [[key, String(one)] as const])),
  );
  return (
    <form method="get" action={paths.products()} className={css['form']}>
      {hidden.map(([key, value]) => (
        <input key={`${key}=${value}`} type="hidden" name={key} value={value} />
      ))}
      <label className={css['label']}>
        {t('sort')}
        <select
          key={query.sort}
          name="sort"
          defaultValue={query.sort ?? 'relevance'}
          className={css['select']}
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {t(NAMES[sort])}
            </option>
          ))}
        </select>
      </label>
      <noscript>
        <button type="submit" className={css['apply']}>
          {t('sort-apply')}
        </button>
      </noscript>
    </form>
  );
}
