import { runAlone } from '@souk/federation/alone';
import { SupportPage } from './SupportPage';

runAlone({ '/support': SupportPage });
