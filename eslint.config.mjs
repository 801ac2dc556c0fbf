import { soukRules } from '@souk/config/eslint';

export default soukRules;
