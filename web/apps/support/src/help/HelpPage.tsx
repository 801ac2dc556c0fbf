import { paths, toMessage } from '@souk/api';
import { langOfShop } from '@souk/api/language';
import { pageTitle } from '@souk/api/page-title';
import { useHelpCenterQuery } from '@souk/api/support';
import type { HelpCenter } from '@souk/api/types/support';
import { classes, EmptyState, ErrorNote, Skeleton, VisuallyHidden } from '@souk/ui';
import { t } from '../messages';
import page from '../page.module.css';
import { ArticleLinks } from './ArticleLinks';
import { Found } from './Found';
import css from './HelpPage.module.css';
import { SearchForm } from './SearchForm';
import { StillAsking } from './StillAsking';

interface HelpPageProps {
  search: string;
  navigate: (to: string) => void;
}

/** The help center; what is searched for stands in the address. */
export function HelpPage({ search, navigate }: HelpPageProps) {
  const words = (new URLSearchParams(search).get('find') ?? '').trim().slice(0, 200);
  return (
    <div className={page['page']}>
      <title>{pageTitle(t('help-title'))}</title>
      <div className={css['top']}>
        <h1>{t('help-title')}</h1>
        <p className={page['lead']}>{t('help-lead')}</p>
        <SearchForm key={words} words={words} onSearch={(find) => navigate(paths.help({ find }))} />
      </div>
      {words ? <Found words={words} /> : <Topics />}
      <StillAsking />
    </div>
  );
}

function Topics() {
  const { data, error, refetch } = useHelpCenterQuery();
  if (!data) return error ? <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} /> : <TopicsSkeleton />;
  if (data.topics.length === 0) return <EmptyState drawing="search" title={t('topics-none')} text={t('topics-none-text')} />;
  return (
    <div className={css['topics']}>
      {data.topics.map((topic) => (
        <Topic key={topic.slug} {...topic} />
      ))}
    </div>
  );
}

function Topic({ slug, title, summary, articles }: HelpCenter['topics'][number]) {
  return (
    <section className={css['topic']} lang={langOfShop()} aria-labelledby={`topic-${slug}`}>
      <h2 id={`topic-${slug}`}>{title}</h2>
      <p className={page['hint']}>{summary}</p>
      <ArticleLinks articles={articles} />
    </section>
  );
}

function TopicsSkeleton() {
  return (
    <div className={css['topics']} role="status">
      <VisuallyHidden>{t('help-loading')}</VisuallyHidden>
      {[0, 1, 2, 3].map((at) => (
        <div key={at} className={classes(css['topic'], css['waiting'])}>
          <Skeleton shape="title" />
          <Skeleton />
          <Skeleton />
          <Skeleton />
        </div>
      ))}
    </div>
  );
}
