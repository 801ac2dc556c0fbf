import { Card, Skeleton, VisuallyHidden } from '@souk/ui';
import { t } from '../messages';
import css from './OrderPage.module.css';

export function OrderSkeleton() {
  return (
    <div className={css['layout']} role="status">
      <VisuallyHidden>{t('order-loading')}</VisuallyHidden>
      <div className={css['column']}>
        <Card className={css['card']}>
          <Skeleton shape="title" />
          <Skeleton shape="line" />
          <Skeleton className={css['stepsSkeleton'] ?? ''} />
        </Card>
        <Skeleton shape="block" />
      </div>
      <div className={css['column']}>
        <Skeleton shape="block" />
        <Skeleton className={css['factsSkeleton'] ?? ''} />
      </div>
    </div>
  );
}
