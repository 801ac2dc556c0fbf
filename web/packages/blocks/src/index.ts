export { Blocks } from './Blocks';
export { Questions } from './Questions';
export type { ShownBlock } from './shown';
