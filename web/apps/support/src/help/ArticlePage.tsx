import { isApiError, paths, toMessage } from '@souk/api';
import { langOfShop } from '@souk/api/language';
import { pageTitle } from '@souk/api/page-title';
import { useHelpArticleQuery } from '@souk/api/support';
import type { ArticleView } from '@souk/api/types/support';
import { Breadcrumbs, ButtonLink, classes, EmptyState, ErrorNote, formatDay, PageSkeleton, RichText } from '@souk/ui';
import { t } from '../messages';
import page from '../page.module.css';
import css from './ArticlePage.module.css';
import { Helpful } from './Helpful';
import { StillAsking } from './StillAsking';

export function ArticlePage({ slug }: { slug: string }) {
  const { data, error, refetch } = useHelpArticleQuery(slug);
  if (isApiError(error) && (error.status === 404 || error.status === 400)) return <Unknown />;
  return (
    <div className={classes(page['page'], page['narrow'])}>
      <title>{pageTitle(data?.title ?? t('help-center'))}</title>
      {data ? <Article article={data} /> : <h1>{t('help-center')}</h1>}
      {!data && (error ? <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} /> : <PageSkeleton label={t('article-loading')} />)}
      <StillAsking look="secondary" />
    </div>
  );
}

function Article({ article }: { article: ArticleView }) {
  const { slug, title, summary, body, updated_at: updatedAt } = article;
  const crumbs = [
    { name: t('help-center'), href: paths.help() },
    { name: title, href: paths.helpArticle({ slug }), lang: langOfShop() },
  ];
  return (
    <article className={css['article']}>
      <Breadcrumbs crumbs={crumbs} />
      <h1 lang={langOfShop()}>{title}</h1>
      <p className={page['lead']} lang={langOfShop()}>{summary}</p>
      <div className={css['body']}>
        <RichText text={body} />
      </div>
      <p className={page['hint']}>{t('article-changed', { day: formatDay(updatedAt) })}</p>
      <Helpful slug={slug} />
    </article>
  );
}

function Unknown() {
  return (
    <>
      <title>{pageTitle(t('article-unknown'))}</title>
      <EmptyState as="h1" drawing="search" title={t('article-unknown')} text={t('article-unknown-text')}>
        <ButtonLink look="primary" href={paths.help()}>
          {t('help-center')}
        </ButtonLink>
      </EmptyState>
    </>
  );
}
