export { Remote } from './Remote';
export type { PageId, PageProps, PropsOf, RemoteId, Shell } from './contract';
export { federatedPaths } from './generated/remotes';
