import { remote } from '@souk/config/remote';
import { exposes } from './src/exposes';

export default remote({ name: 'support', exposes });
