import { runAlone } from '@souk/federation/alone';
import { LoginPage } from './LoginPage';

runAlone({ '/login': LoginPage });
