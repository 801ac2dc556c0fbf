import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import type { ProductView } from '@souk/api/types/product';
import type { ProductReviews } from '@souk/api/types/reviews';
import { PageHead } from '@souk/shell';
import { Breadcrumbs, ButtonLink, ErrorNote, Picture, type Crumb } from '@souk/ui';
import { Pager } from '../listing/Pager';
import { t as shop } from '../messages';
import { t } from './messages';
import css from './AllReviews.module.css';
import { Desk } from './Desk';
import { useMine } from './mine';
import { OrderForm } from './OrderForm';
import { ReviewList } from './ReviewList';
import { reviewsLink, type ReviewsQuery } from './shown';
import { SummaryBox } from './SummaryBox';

export type ReviewedProduct = Pick<ProductView, 'handle' | 'title' | 'image' | 'breadcrumbs'>;

interface AllReviewsProps {
  product: ReviewedProduct;
  query: ReviewsQuery;
  /** null: they could not be loaded. */
  reviews: ProductReviews | null;
}

/** All reviews of a product, a page at a time; what is chosen is in the address. */
export function AllReviews({ product, query, reviews }: AllReviewsProps) {
  const mine = useMine(product.handle);
  const title = t('reviews-of', { title: product.title });
  return (
    <>
      <PageHead
        title={title}
        description={t('reviews-description', { title: product.title, count: reviews?.summary.count ?? 0 })}
        path={paths.reviews(product)}
        image={product.image?.url ?? null}
        noindex={query.stars !== null || query.sort !== 'helpful' || query.cursor !== null}
      />
      <Breadcrumbs crumbs={crumbsOf(product, title)} />
      <div className={css['layout']}>
        <div className={css['side']}>
          <h1>{title}</h1>
          <a className={css['product']} href={paths.product(product)}>
            <Picture image={product.image} sizes="96px" alt="" className={css['picture'] ?? ''} />
            <span>{t('back-to', { title: product.title })}</span>
          </a>
          {reviews && <SummaryBox product={product} summary={reviews.summary} chosen={query.stars} />}
          <Desk product={product} mine={mine} />
        </div>
        <section className={css['said']} aria-label={title}>
          {reviews === null ? (
            <ErrorNote cause={t('missing')} fix={t('missing-fix')} />
          ) : (
            <>
              <OrderForm product={product} query={query} />
              {reviews.items.length === 0 && <Nothing product={product} all={reviews.summary.count === 0} />}
              <ReviewList reviews={reviews.items} mine={mine} heading="h2" />
              <Pager previous={null} next={reviews.next_cursor && reviewsLink(product, query, { cursor: reviews.next_cursor })} />
            </>
          )}
        </section>
      </div>
    </>
  );
}

function Nothing({ product, all }: { product: ReviewedProduct; all: boolean }) {
  if (all) return <p>{t('none')}</p>;
  return (
    <>
      <p>{t('none-so')}</p>
      <p>
        <ButtonLink href={paths.reviews(product)}>{t('none-so-all')}</ButtonLink>
      </p>
    </>
  );
}

function crumbsOf(product: ReviewedProduct, title: string): Crumb[] {
  const lang = langOfShop();
  const above = product.breadcrumbs.map(({ name, slug }) => ({ name, href: paths.category({ slug }), lang }));
  return [
    { name: shop('home'), href: paths.home() },
    ...above,
    { name: product.title, href: paths.product(product), lang },
    { name: title, href: paths.reviews(product) },
  ];
}
