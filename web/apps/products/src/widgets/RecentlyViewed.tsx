import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { useRef } from 'react';
import type { Exposed } from '../exposes';
import { t } from '../messages';
import css from './RecentlyViewed.module.css';
import { useViewedEverywhere } from './viewed-everywhere';

const MOST = 6;

/** It shows no price: that would be an old one. */
export function RecentlyViewed({ except }: Exposed['RecentlyViewed']) {
  const place = useRef<HTMLDivElement>(null);
  const seen = useViewedEverywhere(place)
    .filter(({ handle }) => handle !== except)
    .slice(0, MOST);
  return (
    <div ref={place}>
      {seen.length > 0 && (
        <section aria-labelledby="recently-viewed">
          <h2 id="recently-viewed">{t('seen')}</h2>
          <ul className={css['row']}>
            {seen.map(({ handle, title, image }) => (
              <li key={handle} className={css['item']}>
                <a className={css['link']} href={paths.product({ handle })}>
                  {image && (
                    <img className={css['picture']} src={image.url} alt="" width={160} height={200} loading="lazy" decoding="async" />
                  )}
                  <span lang={langOfShop()}>{title}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
