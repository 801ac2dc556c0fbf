import { paths } from '@souk/api/paths';
import type { Variant } from '@souk/api/types/product';
import { amountOf } from '@souk/ui/money';
import type { ShownProduct } from './shown';

/** schema.org's Product with an offer per variant, for search engines; `origin` makes addresses absolute. */
export function productData(product: ShownProduct, origin: string): object {
  const url = origin + paths.product(product);
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'Product',
        name: product.title,
        description: product.seo.description,
        brand: { '@type': 'Brand', name: product.vendor },
        category: product.category.name,
        image: product.images.map((image) => new URL(image.url, origin).href),
        url,
        offers: product.variants.map((variant) => offer(variant, origin + paths.product(product, { variant: variant.sku }))),
      },
      {
        '@type': 'BreadcrumbList',
        itemListElement: product.breadcrumbs.map(({ name, slug }, at) => ({
          '@type': 'ListItem',
          position: at + 1,
          name,
          item: origin + paths.category({ slug }),
        })),
      },
    ],
  };
}

function offer({ sku, price, available }: Variant, url: string): object {
  return {
    '@type': 'Offer',
    sku,
    url,
    price: String(amountOf(price)),
    priceCurrency: price.currency,
    availability: `https://schema.org/${available ? 'InStock' : 'OutOfStock'}`,
    itemCondition: 'https://schema.org/NewCondition',
  };
}
