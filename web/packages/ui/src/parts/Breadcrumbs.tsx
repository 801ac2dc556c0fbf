import { t } from '../messages';
import css from './Breadcrumbs.module.css';

export interface Crumb {
  name: string;
  href: string;
  /** Where the name is in another language than the page. */
  lang?: string | undefined;
}

/** Where the page stands; the last crumb is the page itself and no link. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={t('breadcrumbs')}>
      <ol className={css['crumbs']}>
        {crumbs.map(({ name, href, lang }, at) => (
          <li key={href} className={css['crumb']} lang={lang}>
            {at === crumbs.length - 1 ? <span aria-current="page">{name}</span> : <a href={href}>{name}</a>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
