import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import type { Category } from '@souk/api/types/product';
import { ErrorNote, Picture } from '@souk/ui';
import { t } from './messages';
import css from './CategoryTiles.module.css';

interface CategoryTilesProps {
  id: string;
  title: string;
  /** null: they could not be loaded. */
  categories: readonly Category[] | null;
}

export function CategoryTiles({ id, title, categories }: CategoryTilesProps) {
  if (categories === null) return <ErrorNote cause={t('categories-missing')} fix={t('products-missing-fix')} />;
  if (categories.length === 0) return null;
  return (
    <section aria-labelledby={id} className={css['section']}>
      <h2 id={id} lang={langOfShop()}>{title}</h2>
      <ul className={css['tiles']}>
        {categories.map(({ slug, name, image, product_count }) => (
          <li key={slug} className={css['tile']}>
            <Picture image={image} alt="" sizes="(width < 640px) 46vw, 290px" className={css['picture']} />
            <div className={css['words']}>
              <h3 lang={langOfShop()}>
                <a className={css['link']} href={paths.category({ slug })}>
                  {name}
                </a>
              </h3>
              <p className={css['count']}>{t('category-count', { count: product_count })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
