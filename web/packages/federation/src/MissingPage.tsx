import { paths } from '@souk/api/paths';
import { shopName } from '@souk/api/system';
import { Button, ButtonLink, EmptyState } from '@souk/ui';
import { useEffect } from 'react';
import { t } from './messages';

/** Instead of a whole page whose micro frontend is missing or late. */
export function MissingPage({ retry, onShown }: { retry: () => void; onShown: () => void }) {
  useEffect(onShown, [onShown]);
  return (
    <>
      <title>{`${t('page-missing')} · ${shopName}`}</title>
      <div role="alert">
        <EmptyState as="h1" drawing="parcel" title={t('page-missing')} text={t('page-missing-fix')}>
          <Button look="primary" onClick={retry}>
            {t('try-again')}
          </Button>
          <ButtonLink href={paths.home()}>{t('to-shop')}</ButtonLink>
        </EmptyState>
      </div>
    </>
  );
}
