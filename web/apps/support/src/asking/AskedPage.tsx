import { paths } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { ButtonLink, EmptyState } from '@souk/ui';
import { t } from '../messages';
import page from '../page.module.css';

/** A guest has asked: the way on is in their mailbox. */
export function AskedPage({ search }: { search: string }) {
  const number = /^HT-[0-9A-Z]{4}-[0-9A-Z]{4}$/.exec(new URLSearchParams(search).get('number') ?? '')?.[0];
  return (
    <div className={page['page']}>
      <title>{pageTitle(t('asked-title'))}</title>
      <EmptyState as="h1" drawing="parcel" title={t('asked-title')} text={t('asked-text')}>
        {number && <p>{t('asked-number', { number })}</p>}
        <p className={page['hint']}>{t('asked-no-mail')}</p>
        <ButtonLink look="primary" href={paths.help()}>
          {t('help-center')}
        </ButtonLink>
      </EmptyState>
    </div>
  );
}
