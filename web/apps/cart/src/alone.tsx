import { runAlone } from '@souk/federation/alone';
import { CartPage } from './bag/CartPage';
import { CheckoutPage } from './checkout/CheckoutPage';

runAlone({ '/cart': CartPage, '/checkout': CheckoutPage });
