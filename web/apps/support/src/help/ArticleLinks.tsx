import { paths } from '@souk/api';
import { langOfShop } from '@souk/api/language';
import type { ArticleLink } from '@souk/api/types/support';
import css from './ArticleLinks.module.css';

export function ArticleLinks({ articles, withSummary = false }: { articles: readonly ArticleLink[]; withSummary?: boolean }) {
  return (
    <ul className={css['links']}>
      {articles.map(({ slug, title, summary }) => (
        <li key={slug} className={css['item']} lang={langOfShop()}>
          <a className={css['link']} href={paths.helpArticle({ slug })}>
            {title}
          </a>
          {withSummary && <p className={css['summary']}>{summary}</p>}
        </li>
      ))}
    </ul>
  );
}
