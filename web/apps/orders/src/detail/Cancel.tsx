import { isApiError } from '@souk/api';
import { useCancelOrderMutation } from '@souk/api/order';
import type { OrderView } from '@souk/api/types/order';
import { Button, Dialog, ErrorNote, formatMoney } from '@souk/ui';
import { useState } from 'react';
import { t } from '../messages';
import css from './Reorder.module.css';

/** Until the parcel leaves; asked once more, since it cannot be taken back. */
export function Cancel({ order, token }: { order: OrderView; token: string | undefined }) {
  const [asking, setAsking] = useState(false);
  const [cancel, { isLoading, error, data }] = useCancelOrderMutation();
  const close = () => setAsking(false);
  const confirm = async () => {
    const answer = await cancel({ id: order.id, token });
    if (answer.data) close();
  };
  if (data && data.state !== 'cancelled') return <p role="status">{t('cancel-under-way')}</p>;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('cancel')}</Button>
      <Dialog open={asking} onClose={close} title={t('cancel-title')}>
        <div className={css['done']}>
          <p>{t(order.payment.state === 'captured' ? 'cancel-text-paid' : 'cancel-text', { total: formatMoney(order.totals.total) })}</p>
          {isApiError(error) && <ErrorNote cause={error.cause} fix={error.fix} />}
          <Button look="danger" busy={isLoading} onClick={() => void confirm()}>
            {t('cancel-yes')}
          </Button>
          <Button onClick={close}>{t('cancel-no')}</Button>
        </div>
      </Dialog>
    </>
  );
}
