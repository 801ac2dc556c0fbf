import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { ask } from '@souk/api/server';
import type { PageReference, PageReferences } from '@souk/api/types/content';
import { PageHead, publicPage, Still, unsent, type Unsent } from '@souk/shell';
import { t } from '../messages';
import css from '../page/Index.module.css';

const HOME = 'home';

export default function Index({ pages }: { pages: Unsent<PageReference[]> }) {
  return (
    <>
      <PageHead title={t('index-title')} description={t('index-description')} path="/content" />
      <h1>{t('index-title')}</h1>
      <Still of={pages}>
        {(all) => (
          <ul className={css['pages']}>
            <li>
              <a href={paths.questions()}>{t('faq-title')}</a>
            </li>
            {all.map(({ slug, title }) => (
              <li key={slug}>
                <a href={paths.content({ slug })} lang={langOfShop()}>{title}</a>
              </li>
            ))}
          </ul>
        )}
      </Still>
    </>
  );
}

export const getServerSideProps = publicPage(async () => {
  const { items } = await ask<PageReferences>('content', '/pages');
  return { props: { pages: unsent(items.filter(({ slug }) => slug !== HOME)) } };
}, { page: Index });
