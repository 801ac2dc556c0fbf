import { ask, askOr, type Asked } from '@souk/api/server';
import { CallFailed } from '@souk/api/errors';
import type { Handles } from '@souk/api/types/activity';
import type { ProductCard, ProductView, RelatedProducts } from '@souk/api/types/product';
import type { ProductReviews } from '@souk/api/types/reviews';
import { publicPage, unsent, type PageShell } from '@souk/shell';
import { NO_PRODUCT } from '../product/no-product';
import { ProductPage } from '../product/ProductPage';
import type { AboutProduct, ShownProduct } from '../product/shown';
import { FIRST_REVIEWS, NO_REVIEWS } from '../reviews/shown';

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
    const [[{ description_html, attributes, ...product }, reviews], related, together] = await Promise.all([
      productWithReviews(handle),
      askOr<RelatedProducts>('product', `/products/${handle}/related`),
      boughtTogether(handle),
    ]);
    const items = related.data?.items.slice(0, MOST_RELATED) ?? [];
    const about = unsent({ description_html, attributes });
    const props = { product, about, related: unsent(items), together: unsent(together), reviews: reviews.data ?? null };
    return { props, incomplete: (related.problem ?? reviews.problem) !== undefined };
  } catch (error) {
    if (error instanceof CallFailed && NO_PRODUCT.has(error.problem.code)) return { notFound: true };
    throw error;
  }
});

/** Nothing where nobody can be asked: a suggestion that does not come leaves a page complete. */
async function boughtTogether(handle: string): Promise<ProductCard[]> {
  const chosen = await askOr<Handles>('activity', `/products/${handle}/bought-together`);
  const handles = chosen.data?.handles.slice(0, MOST_ASKED) ?? [];
  if (handles.length === 0) return [];
  const found = await askOr<RelatedProducts>('product', '/cards', { handles: handles.join(',') });
  return (found.data?.items ?? []).filter(({ available }) => available).slice(0, MOST_RELATED);
}

/** A product that nobody has rated needs no question about its reviews. */
async function productWithReviews(handle: string): Promise<[ProductView, Asked<ProductReviews>]> {
  const product = await ask<ProductView>('product', `/products/${handle}`);
  if (!product.rating) return [product, { data: NO_REVIEWS }];
  return [product, await askOr<ProductReviews>('reviews', `/products/${handle}/reviews`, { limit: FIRST_REVIEWS })];
}
