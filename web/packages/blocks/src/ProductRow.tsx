import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import type { ProductCard } from '@souk/api/types/product';
import { classes, ErrorNote, ProductTile } from '@souk/ui';
import { t } from './messages';
import css from './ProductRow.module.css';

interface ProductRowProps {
  id: string;
  title: string;
  allHref: string;
  /** null: they could not be loaded. */
  products: readonly ProductCard[] | null;
}

/** A titled row of products; on phones it scrolls sideways. */
export function ProductRow({ id, title, allHref, products }: ProductRowProps) {
  if (products?.length === 0) return null;
  return (
    <section aria-labelledby={id} className={css['section']}>
      <div className={css['head']}>
        <h2 id={id} lang={langOfShop()}>{title}</h2>
        <a className={css['all']} href={allHref} aria-label={`${t('see-all')}: ${title}`}>
          {t('see-all')}
        </a>
      </div>
      {products ? (
        <ul className={classes(css['row'], 'far-tiles')}>
          {products.map((product) => (
            <ProductTile key={product.id} product={product} href={paths.product(product)} />
          ))}
        </ul>
      ) : (
        <ErrorNote cause={t('products-missing')} fix={t('products-missing-fix')} />
      )}
    </section>
  );
}
