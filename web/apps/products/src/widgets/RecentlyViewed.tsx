import { paths } from '@souk/api/paths';
import { useRecentlyViewed } from '@souk/store/recently-viewed';
import type { Exposed } from '../exposes';
import { t } from '../messages';
import css from './RecentlyViewed.module.css';

const MOST = 6;

/** What this browser looked at. It shows no price: that would be an old one. */
export function RecentlyViewed({ except }: Exposed['RecentlyViewed']) {
  const seen = useRecentlyViewed()
    .filter(({ handle }) => handle !== except)
    .slice(0, MOST);
  if (seen.length === 0) return null;
  return (
    <section aria-labelledby="recently-viewed">
      <h2 id="recently-viewed">{t('seen')}</h2>
      <ul className={css['row']}>
        {seen.map(({ handle, title, image }) => (
          <li key={handle} className={css['item']}>
            <a className={css['link']} href={paths.product({ handle })}>
              {image && (
                <img className={css['picture']} src={image.url} alt="" width={160} height={200} loading="lazy" decoding="async" />
              )}
              <span>{title}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
