export { Remote } from './Remote';
export type { PageProps, Shell } from './shell';
