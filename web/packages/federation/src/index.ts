export { Remote } from './Remote';
export type { PageId } from './contract';
export type { PageProps, Shell } from './shell';
