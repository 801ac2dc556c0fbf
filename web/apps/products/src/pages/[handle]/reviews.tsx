import { ask, askOr } from '@souk/api/server';
import { CallFailed, type Code } from '@souk/api/errors';
import type { ProductView } from '@souk/api/types/product';
import type { ProductReviews } from '@souk/api/types/reviews';
import { publicPage } from '@souk/shell';
import { NO_PRODUCT } from '../../product/no-product';
import { AllReviews, type ReviewedProduct } from '../../reviews/AllReviews';
import { asReviewsParams, dated, readReviewsQuery, type ReviewsQuery } from '../../reviews/shown';

interface Props {
  product: ReviewedProduct;
  query: ReviewsQuery;
  reviews: ProductReviews | null;
}

const UNREADABLE: ReadonlySet<Code | undefined> = new Set(['cursor-invalid', 'cursor-of-other-order', 'invalid-request']);

export default function Reviews(props: Props) {
  return <AllReviews {...props} />;
}

export const getServerSideProps = publicPage<Props>(async ({ params, query: asked }) => {
  const handle = encodeURIComponent(String(params?.['handle'] ?? ''));
  const query = readReviewsQuery(asked);
  try {
    const [{ title, image, breadcrumbs, handle: own }, reviews] = await Promise.all([
      ask<ProductView>('product', `/products/${handle}`),
      askOr<ProductReviews>('reviews', `/products/${handle}/reviews`, asReviewsParams(query)),
    ]);
    if (UNREADABLE.has(reviews.problem?.code)) return { notFound: true };
    const props = { product: { handle: own, title, image, breadcrumbs }, query, reviews: reviews.data ? dated(reviews.data) : null };
    return { props, incomplete: reviews.problem !== undefined };
  } catch (error) {
    if (error instanceof CallFailed && NO_PRODUCT.has(error.problem.code)) return { notFound: true };
    throw error;
  }
}, { page: Reviews });
