/** One store for all micro frontends; a singleton at run time. */
export { SoukProvider, store } from './store';
