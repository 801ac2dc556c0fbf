import { inLanguage, langOfShop } from '@souk/api/language';
import type { BlockOf } from '@souk/api/types/content';
import css from './LinkCard.module.css';

/** A way to another page or site, as one link. */
export function LinkCard({ title, text, href }: BlockOf<'link_card'>) {
  const site = href.startsWith('https:') ? new URL(href).hostname : null;
  return (
    <div className={css['card']} lang={langOfShop()}>
      <p className={css['title']}>
        <a className={css['link']} href={site ? href : inLanguage(href)} rel={site ? 'noopener nofollow' : undefined}>
          {title}
        </a>
      </p>
      <p>{text}</p>
      {site && <p className={css['site']}>{site}</p>}
    </div>
  );
}
