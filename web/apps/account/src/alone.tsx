import { runAlone } from '@souk/federation/alone';
import { AccountPage } from './AccountPage';

runAlone({ '/account': AccountPage });
