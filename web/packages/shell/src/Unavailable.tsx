import { ButtonLink, EmptyState } from '@souk/ui';
import { paths } from '@souk/api/paths';
import { t } from './messages';
import { PageHead } from './PageHead';

/** Instead of a page whose service did not answer. Reloading the page tries again. */
export function Unavailable() {
  return (
    <>
      <PageHead title={t('unavailable-title')} noindex />
      <EmptyState as="h1" drawing="parcel" title={t('unavailable-title')} text={t('unavailable-text')}>
        <ButtonLink look="primary" href={paths.home()}>
          {t('unavailable-home')}
        </ButtonLink>
      </EmptyState>
    </>
  );
}
