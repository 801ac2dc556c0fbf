import { zone } from '@souk/config/zone';

export default zone({ name: 'content' });
