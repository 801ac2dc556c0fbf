import { ask, askOr, type Asked } from '@souk/api/server';
import { CallFailed } from '@souk/api/errors';
import type { Handles } from '@souk/api/types/activity';
import type { ProductCard, ProductView } from '@souk/api/types/product';
import type { ProductReviews } from '@souk/api/types/reviews';
import { publicPage, unsent, type PageShell } from '@souk/shell';
import { NO_PRODUCT } from '../product/no-product';
import { ProductPage } from '../product/ProductPage';
import type { AboutProduct, ShownProduct } from '../product/shown';
import { dated, FIRST_REVIEWS, NO_REVIEWS } from '../reviews/shown';

interface Props {
  product: ShownProduct;
  about: AboutProduct;
  related: ProductCard[];
  together: ProductCard[];
  reviews: ProductReviews | null;
}

const MOST_RELATED = 4;
/** Some of them may be sold out. */
const MOST_ASKED = 8;

export default function Product(props: Props & { shell: PageShell }) {
  return <ProductPage key={props.product.id} {...props} />;
}

export const getServerSideProps = publicPage<Props>(async ({ params }) => {
  const handle = encodeURIComponent(String(params?.['handle'] ?? ''));
  try {
    const { related, cards, description_html, attributes, ...product } = await productAndBeside(handle);
    const reviews = await reviewsOf(handle, product);
    const together = (cards ?? []).filter(({ available }) => available).slice(0, MOST_RELATED);
    const about = unsent({ description_html, attributes });
    const props = { product, about, related: unsent(related ?? []), together: unsent(together), reviews: reviews.data ? dated(reviews.data) : null };
    return { props, incomplete: reviews.problem !== undefined };
  } catch (error) {
    if (error instanceof CallFailed && NO_PRODUCT.has(error.problem.code)) return { notFound: true };
    throw error;
  }
}, { page: Product });

/** What is bought with it is activity's to say and product's to show, so they are asked in turn, each once. */
async function productAndBeside(handle: string): Promise<ProductView> {
  // Nothing where nobody can be asked: a suggestion that does not come leaves a page complete.
  const together = await askOr<Handles>('activity', `/products/${handle}/bought-together`);
  const handles = together.data?.handles.slice(0, MOST_ASKED).join(',');
  return ask<ProductView>('product', `/products/${handle}`, { related: MOST_RELATED, handles });
}

/** A product that nobody has rated needs no question about its reviews. */
async function reviewsOf(handle: string, { rating }: Pick<ProductView, 'rating'>): Promise<Asked<ProductReviews>> {
  if (!rating) return { data: NO_REVIEWS };
  return askOr<ProductReviews>('reviews', `/products/${handle}/reviews`, { limit: FIRST_REVIEWS });
}
