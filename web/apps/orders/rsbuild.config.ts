import { remote } from '@souk/config/remote';
import { exposes, samples, type Exposed } from './src/exposes';

export default remote<Exposed>({ name: 'orders', exposes, samples });
