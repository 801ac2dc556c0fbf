export { ZoneDocument as default } from '@souk/shell/document';
