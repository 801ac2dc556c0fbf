import { ask, askOr } from '@souk/api/server';
import { CallFailed, type Code } from '@souk/api/errors';
import type { ProductCard, ProductView, RelatedProducts } from '@souk/api/types/product';
import { publicPage, unsent, type PageShell } from '@souk/shell';
import { ProductPage } from '../product/ProductPage';
import type { AboutProduct, ShownProduct } from '../product/shown';

interface Props {
  product: ShownProduct;
  about: AboutProduct;
  related: ProductCard[];
}

const MOST_RELATED = 4;
/** No product has such an address; some are none that the product service could have. */
const NO_PRODUCT: ReadonlySet<Code> = new Set(['unknown-product', 'no-such-route', 'invalid-request', 'text-unstorable', 'request-refused']);

export default function Product(props: Props & { shell: PageShell }) {
  return <ProductPage key={props.product.id} {...props} />;
}

export const getServerSideProps = publicPage<Props>(async ({ params }) => {
  const handle = encodeURIComponent(String(params?.['handle'] ?? ''));
  try {
    const [{ description_html, attributes, ...product }, related] = await Promise.all([
      ask<ProductView>('product', `/products/${handle}`),
      askOr<RelatedProducts>('product', `/products/${handle}/related`),
    ]);
    const items = related.data?.items.slice(0, MOST_RELATED) ?? [];
    const props = { product, about: unsent({ description_html, attributes }), related: unsent(items) };
    return { props, incomplete: related.problem !== undefined };
  } catch (error) {
    if (error instanceof CallFailed && NO_PRODUCT.has(error.problem.code)) return { notFound: true };
    throw error;
  }
});
