import { runAlone } from '@souk/federation/alone';
import { LoginPage } from './login/LoginPage';

runAlone({ '/login': LoginPage });
