import { paths } from '@souk/api/paths';
import type { Category } from '@souk/api/types/product';
import { Picture } from '@souk/ui';
import { t } from '../messages/en-IN';
import css from './CategoryTiles.module.css';

export function CategoryTiles({ categories }: { categories: readonly Category[] }) {
  return (
    <section aria-labelledby="categories" className={css['section']}>
      <h2 id="categories">{t('categories-title')}</h2>
      <ul className={css['tiles']}>
        {categories.map(({ slug, name, image, product_count }) => (
          <li key={slug} className={css['tile']}>
            <Picture image={image} alt="" sizes="(width < 640px) 46vw, 290px" className={css['picture']} />
            <div className={css['words']}>
              <h3>
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
