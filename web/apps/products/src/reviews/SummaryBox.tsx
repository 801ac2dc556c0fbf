import { paths } from '@souk/api/paths';
import type { RatingSummary } from '@souk/api/types/reviews';
import { Stars, VisuallyHidden } from '@souk/ui';
import { t } from './messages';
import css from './SummaryBox.module.css';

interface SummaryBoxProps {
  product: { handle: string };
  summary: RatingSummary;
  /** The stars that the page is narrowed to. */
  chosen?: number | null;
}

/** The average and how many gave how many stars, each row a link to those reviews. */
export function SummaryBox({ product, summary: { average, count, counts }, chosen = null }: SummaryBoxProps) {
  if (average === null) return null;
  return (
    <div className={css['box']}>
      <p className={css['average']}>
        <span className={css['number']}>{average.toFixed(1)}</span>
        <span>
          <Stars average={average} size="large" />
          <span className={css['count']}>{t('count', { count })}</span>
        </span>
      </p>
      <ul className={css['rows']} aria-label={t('by-stars')}>
        {[5, 4, 3, 2, 1].map((stars) => (
          <StarsRow key={stars} product={product} stars={stars} many={counts[stars - 1] ?? 0} of={count} chosen={stars === chosen} />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  product: { handle: string };
  stars: number;
  many: number;
  of: number;
  chosen: boolean;
}

const WIDTH = 100;

function StarsRow({ product, stars, many, of, chosen }: RowProps) {
  return (
    <li>
      <a
        className={css['row']}
        href={paths.reviews(product, { stars: chosen ? null : stars })}
        aria-current={chosen ? 'true' : undefined}
        rel="nofollow"
      >
        <VisuallyHidden>{`${t('stars-many', { count: stars })}: ${t('count', { count: many })}`}</VisuallyHidden>
        <span aria-hidden="true">{t('stars-short', { stars })}</span>
        <svg className={css['bar']} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect className={css['track']} width="100" height="8" rx="4" />
          <rect className={css['part']} width={(WIDTH * many) / of} height="8" rx="4" />
        </svg>
        <span className={css['many']} aria-hidden="true">
          {many}
        </span>
      </a>
    </li>
  );
}
