import { t } from '../messages';
import css from './Breadcrumbs.module.css';

/** Where the page stands; the last crumb is the page itself and no link. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly { name: string; href: string }[] }) {
  return (
    <nav aria-label={t('breadcrumbs')}>
      <ol className={css['crumbs']}>
        {crumbs.map(({ name, href }, at) => (
          <li key={href} className={css['crumb']}>
            {at === crumbs.length - 1 ? <span aria-current="page">{name}</span> : <a href={href}>{name}</a>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
