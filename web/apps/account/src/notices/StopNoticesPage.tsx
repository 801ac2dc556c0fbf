import { toMessage } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { useStopNoticesMutation } from '@souk/api/user';
import { Button, EmptyState, ErrorNote } from '@souk/ui';
import { useState } from 'react';
import { t } from './messages';

/** Where a guest's mail leads to. It asks first: mail scanners open links as well. */
export function StopNoticesPage() {
  const [token] = useState(() => location.hash.slice(1));
  const [stop, { isSuccess, isLoading, error }] = useStopNoticesMutation();
  const text = isSuccess ? t('stopped') : t(token ? 'stop-lead' : 'no-link');
  return (
    <>
      <title>{pageTitle(t('stop-title'))}</title>
      <EmptyState drawing="parcel" as="h1" title={t('stop-title')} text={text}>
        {error && <ErrorNote {...toMessage(error)} />}
        {token && !isSuccess && (
          <Button look="primary" busy={isLoading} onClick={() => void stop({ token })}>
            {t('stop')}
          </Button>
        )}
      </EmptyState>
    </>
  );
}
