import { ask, askOr } from '@souk/api/server';
import { CallFailed, type Code } from '@souk/api/errors';
import type { ProductCard, ProductView, RelatedProducts } from '@souk/api/types/product';
import { publicPage, type PageShell } from '@souk/shell';
import { ProductPage } from '../product/ProductPage';

interface Props {
  product: ProductView;
  related: ProductCard[];
}

const MOST_RELATED = 4;
/** No product has such an address; some are none that the product service could have. */
const NO_PRODUCT: ReadonlySet<Code> = new Set(['unknown-product', 'no-such-route', 'invalid-request', 'text-unstorable', 'request-refused']);

export default function Product({ product, related, shell }: Props & { shell: PageShell }) {
  return <ProductPage key={product.id} product={product} related={related} shell={shell} />;
}

export const getServerSideProps = publicPage<Props>(async ({ params }) => {
  const handle = encodeURIComponent(String(params?.['handle'] ?? ''));
  try {
    const [product, related] = await Promise.all([
      ask<ProductView>('product', `/products/${handle}`),
      askOr<RelatedProducts>('product', `/products/${handle}/related`),
    ]);
    const items = related.data?.items.slice(0, MOST_RELATED) ?? [];
    return { props: { product, related: items }, incomplete: related.problem !== undefined };
  } catch (error) {
    if (error instanceof CallFailed && NO_PRODUCT.has(error.problem.code)) return { notFound: true };
    throw error;
  }
});
