import { askOr, type Asked } from '@souk/api/server';
import type { Categories, Category, ProductCard, ProductList } from '@souk/api/types/product';

export interface HomeContent {
  /** null here and below: it could not be loaded. */
  categories: Category[] | null;
  featured: ProductCard[] | null;
  newest: ProductCard[] | null;
}

const ROW = 4;

/** All questions at once; what fails is null and the rest is shown. */
export async function loadHome(): Promise<{ home: HomeContent; incomplete: boolean }> {
  const [categories, featured, newest] = await Promise.all([
    askOr<Categories>('product', '/categories'),
    askOr<ProductList>('product', '/products', { tag: 'featured', limit: ROW * 2 }),
    askOr<ProductList>('product', '/products', { sort: 'newest', limit: ROW }),
  ]);
  return {
    home: { categories: categories.data?.items ?? null, featured: itemsOf(featured), newest: itemsOf(newest) },
    incomplete: [categories, featured, newest].some(({ problem }) => problem !== undefined),
  };
}

function itemsOf({ data }: Asked<ProductList>): ProductCard[] | null {
  return data?.items ?? null;
}
