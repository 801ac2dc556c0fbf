import type { Exposed } from './exposes';
import { t } from './messages/en-IN';

export function OrdersPage(_props: Exposed['OrdersPage']) {
  return (
    <>
      <title>{t('orders-title')}</title>
      <h1>{t('orders-title')}</h1>
    </>
  );
}
