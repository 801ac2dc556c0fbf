import type { Exposed } from '../exposes';
import { t } from '../messages/en-IN';

export function CheckoutPage(_props: Exposed['CheckoutPage']) {
  return (
    <>
      <title>{t('checkout-title')}</title>
      <h1>{t('checkout-title')}</h1>
    </>
  );
}
