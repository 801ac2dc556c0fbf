import { isApiError, paths, toMessage, useIdentity } from '@souk/api';
import { useOrderQuery } from '@souk/api/order';
import { ErrorNote, Skeleton, VisuallyHidden } from '@souk/ui';
import { t } from '../messages';
import page from '../page.module.css';
import css from './AboutOrder.module.css';

/** The order that a question is about, where it is shown to who asks. */
export function useAskedOrder(id: string, token: string | undefined) {
  const isSignedIn = useIdentity() === 'signed-in';
  const mayAsk = id !== '' && (token !== undefined || isSignedIn);
  const { data: order, error, refetch } = useOrderQuery({ id, token }, { skip: !mayAsk });
  const isMissing = !mayAsk || (isApiError(error) && error.status >= 400 && error.status < 500);
  return { order, error, isMissing, retry: () => void refetch() };
}

export function AboutOrder({ asked }: { asked: ReturnType<typeof useAskedOrder> }) {
  const { order, error, isMissing, retry } = asked;
  if (order) {
    return (
      <div className={css['order']}>
        <p className={css['number']}>{t('about-order', { number: order.number })}</p>
        <p className={page['hint']}>{order.lines.map(({ title }) => title).join(', ')}</p>
      </div>
    );
  }
  if (isMissing) {
    return (
      <div className={css['order']} role="status">
        <p>{t('order-missing')}</p>
        <a className={css['drop']} href={paths.ask()}>
          {t('order-drop')}
        </a>
      </div>
    );
  }
  if (error) return <ErrorNote {...toMessage(error)} onRetry={retry} />;
  return (
    <div className={css['order']} role="status">
      <VisuallyHidden>{t('order-loading')}</VisuallyHidden>
      <Skeleton />
      <Skeleton />
    </div>
  );
}
