import { ask, askOr, type Asked } from '@souk/api/server';
import { CallFailed } from '@souk/api/errors';
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
  reviews: ProductReviews | null;
}

const MOST_RELATED = 4;

export default function Product(props: Props & { shell: PageShell }) {
  return <ProductPage key={props.product.id} {...props} />;
}

export const getServerSideProps = publicPage<Props>(async ({ params }) => {
  const handle = encodeURIComponent(String(params?.['handle'] ?? ''));
  try {
    const [[{ description_html, attributes, ...product }, reviews], related] = await Promise.all([
      productWithReviews(handle),
      askOr<RelatedProducts>('product', `/products/${handle}/related`),
    ]);
    const items = related.data?.items.slice(0, MOST_RELATED) ?? [];
    const about = unsent({ description_html, attributes });
    const props = { product, about, related: unsent(items), reviews: reviews.data ?? null };
    return { props, incomplete: (related.problem ?? reviews.problem) !== undefined };
  } catch (error) {
    if (error instanceof CallFailed && NO_PRODUCT.has(error.problem.code)) return { notFound: true };
    throw error;
  }
});

/** A product that nobody has rated needs no question about its reviews. */
async function productWithReviews(handle: string): Promise<[ProductView, Asked<ProductReviews>]> {
  const product = await ask<ProductView>('product', `/products/${handle}`);
  if (!product.rating) return [product, { data: NO_REVIEWS }];
  return [product, await askOr<ProductReviews>('reviews', `/products/${handle}/reviews`, { limit: FIRST_REVIEWS })];
}
