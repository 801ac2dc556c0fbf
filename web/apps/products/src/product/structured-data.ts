import { paths } from '@souk/api/paths';
import type { Rating, Variant } from '@souk/api/types/product';
import type { Review } from '@souk/api/types/reviews';
import { amountOf } from '@souk/ui/money';
import type { ShownProduct } from './shown';

/** schema.org's Product with an offer per variant, for search engines; `origin` makes addresses absolute. */
export function productData(product: ShownProduct, reviews: readonly Review[], origin: string): object {
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
        ...(product.rating && { aggregateRating: aggregate(product.rating) }),
        ...(reviews.length > 0 && { review: reviews.slice(0, MOST_REVIEWS).map(review) }),
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

const MOST_REVIEWS = 3;

function aggregate({ average, count }: Rating): object {
  return { '@type': 'AggregateRating', ratingValue: average, reviewCount: count, bestRating: 5, worstRating: 1 };
}

function review({ stars, title, body, author_name, written_at }: Review): object {
  return {
    '@type': 'Review',
    name: title,
    reviewBody: body,
    author: { '@type': 'Person', name: author_name },
    datePublished: written_at,
    reviewRating: { '@type': 'Rating', ratingValue: stars, bestRating: 5, worstRating: 1 },
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
