import { testbed } from '@souk/config/remote';

export default testbed();
