export { PageFrame } from './PageFrame';
export { PageHead } from './PageHead';
export { publicPage } from './public-page';
