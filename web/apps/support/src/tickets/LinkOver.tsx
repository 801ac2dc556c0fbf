import { toMessage } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { useSendTicketLinkMutation } from '@souk/api/support';
import { Button, EmptyState, ErrorNote } from '@souk/ui';
import { t } from '../messages';

export function LinkOver({ id }: { id: string }) {
  const [send, { isLoading, isSuccess, error }] = useSendTicketLinkMutation();
  return (
    <>
      <title>{pageTitle(t('link-over'))}</title>
      <EmptyState as="h1" drawing="person" title={t('link-over')} text={t('link-over-text')}>
        <p role="status">{isSuccess && t('link-sent')}</p>
        {error && <ErrorNote {...toMessage(error)} />}
        {!isSuccess && (
          <Button look="primary" busy={isLoading} onClick={() => void send(id)}>
            {t('link-send')}
          </Button>
        )}
      </EmptyState>
    </>
  );
}
