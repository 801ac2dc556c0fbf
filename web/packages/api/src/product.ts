import { endpoint, send } from '@souk/api';
import type { Categories, Suggestions } from './types/product';

/** Suggestions while typing: not kept in the cache, and the previous question is dropped by its signal. */
export function suggestions(q: string, signal: AbortSignal): Promise<Suggestions> {
  return send({ url: endpoint('product', '/suggestions'), params: { q }, signal, timeoutS: 3 });
}

/** The category tree, for a header whose page was not rendered with it. */
export function categories(): Promise<Categories> {
  return send({ url: endpoint('product', '/categories'), timeoutS: 4 });
}
