import { paths } from '@souk/api/paths';
import { PageHead } from '@souk/shell';
import { ButtonLink, EmptyState } from '@souk/ui';
import { t } from '../messages';

export default function Broken() {
  return (
    <>
      <PageHead title={t('broken-title')} noindex />
      <EmptyState as="h1" drawing="parcel" title={t('broken-title')} text={t('broken-text')}>
        <ButtonLink look="primary" href={paths.home()}>
          {t('broken-action')}
        </ButtonLink>
      </EmptyState>
    </>
  );
}
