import { paths } from '@souk/api/paths';
import { PageHead } from '@souk/shell';
import { ButtonLink, EmptyState } from '@souk/ui';
import { t } from '../messages';

export default function NotFound() {
  return (
    <>
      <PageHead title={t('not-found-title')} noindex />
      <EmptyState as="h1" drawing="search" title={t('not-found-title')} text={t('not-found-text')}>
        <ButtonLink look="primary" href={paths.products()}>
          {t('not-found-action')}
        </ButtonLink>
      </EmptyState>
    </>
  );
}
