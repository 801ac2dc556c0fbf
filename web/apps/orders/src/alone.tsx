import { runAlone } from '@souk/federation/alone';
import { OrdersPage } from './OrdersPage';

runAlone({ '/orders': OrdersPage });
