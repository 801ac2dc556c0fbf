import { together } from '@souk/config/together';

export default together();
