export { default } from '@souk/config/vitest';
