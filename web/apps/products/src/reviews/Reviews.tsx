import { paths } from '@souk/api/paths';
import type { ProductReviews } from '@souk/api/types/reviews';
import { ButtonLink, ErrorNote } from '@souk/ui';
import { t } from './messages';
import { Desk } from './Desk';
import { useMine } from './mine';
import { ReviewList } from './ReviewList';
import css from './Reviews.module.css';
import { SummaryBox } from './SummaryBox';

interface ReviewsProps {
  product: { handle: string; title: string };
  /** null: they could not be loaded. */
  reviews: ProductReviews | null;
}

/** What buyers say, on the product's own page. What is personal of it comes in the browser. */
export function Reviews({ product, reviews }: ReviewsProps) {
  const mine = useMine(product.handle);
  return (
    <section id="reviews" aria-labelledby="reviews-title" className={css['reviews']}>
      <div className={css['side']}>
        <h2 id="reviews-title">{t('reviews')}</h2>
        {reviews && <SummaryBox product={product} summary={reviews.summary} />}
        <Desk product={product} mine={mine} />
      </div>
      <div className={css['said']}>
        {reviews === null && <ErrorNote cause={t('missing')} fix={t('missing-fix')} />}
        {reviews?.summary.count === 0 && <p className={css['none']}>{t('none')}</p>}
        {reviews && reviews.items.length > 0 && (
          <>
            <ReviewList reviews={reviews.items} mine={mine} heading="h3" />
            {reviews.next_cursor !== null && (
              <p>
                <ButtonLink href={paths.reviews(product)}>{t('all', { count: reviews.summary.count })}</ButtonLink>
              </p>
            )}
          </>
        )}
      </div>
    </section>
  );
}
