export { PageFrame } from './PageFrame';
export { PageHead } from './PageHead';
export type { PageShell } from './page-shell';
export { publicPage } from './public-page';
export { Still, unsent, type Unsent } from './Still';
