import { paths, toMessage } from '@souk/api';
import { useFoundArticlesQuery } from '@souk/api/support';
import { ButtonLink, Card, EmptyState, ErrorNote, Skeleton } from '@souk/ui';
import { t } from '../messages';
import page from '../page.module.css';
import { ArticleLinks } from './ArticleLinks';
import css from './Found.module.css';

export function Found({ words }: { words: string }) {
  const { currentData: found, error, refetch } = useFoundArticlesQuery(words);
  return (
    <section className={css['found']} aria-labelledby="found-title">
      <div className={css['head']}>
        <h2 id="found-title">{t('found-title', { words })}</h2>
        <a className={css['back']} href={paths.help()}>
          {t('all-topics')}
        </a>
      </div>
      <p role="status" className={page['hint']}>
        {found ? t('found-count', { count: found.items.length }) : !error && t('found-loading')}
      </p>
      {!found && error && <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />}
      {!found && !error && <Skeleton shape="block" />}
      {found && found.items.length > 0 && (
        <Card>
          <ArticleLinks articles={found.items} withSummary />
        </Card>
      )}
      {found?.items.length === 0 && (
        <EmptyState as="h3" drawing="search" title={t('found-none')} text={t('found-none-text')}>
          <ButtonLink look="primary" href={paths.ask()}>
            {t('ask')}
          </ButtonLink>
        </EmptyState>
      )}
    </section>
  );
}
