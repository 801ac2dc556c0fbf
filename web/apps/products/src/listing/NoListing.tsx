import { paths } from '@souk/api/paths';
import { PageHead } from '@souk/shell';
import { ButtonLink, EmptyState } from '@souk/ui';
import { t } from '../messages';

/** Instead of a listing whose address is wrong: an unknown category, or something that nobody can read. */
export function NoListing({ wrong }: { wrong: 'category' | 'address' }) {
  return (
    <>
      <PageHead title={t(`no-${wrong}-title`)} noindex />
      <EmptyState as="h1" drawing="search" title={t(`no-${wrong}-title`)} text={t(`no-${wrong}-text`)}>
        <ButtonLink look="primary" href={paths.products()}>
          {t('see-everything')}
        </ButtonLink>
      </EmptyState>
    </>
  );
}
