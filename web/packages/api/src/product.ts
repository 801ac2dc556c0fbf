import { endpoint, send } from '@souk/api';
import type { Categories, RelatedProducts, Suggestions } from './types/product';

/** Suggestions while typing: not kept in the cache, and the previous question is dropped by its signal. */
export function suggestions(q: string, signal: AbortSignal): Promise<Suggestions> {
  return send({ url: endpoint('product', '/suggestions'), params: { q }, signal, timeoutS: 3 });
}

/** The category tree, for a header whose page was not rendered with it. */
export function categories(): Promise<Categories> {
  return send({ url: endpoint('product', '/categories'), timeoutS: 4 });
}

/** Cards of products that somebody else has chosen, in their order; who is not there any more is left out. */
export function cards(handles: readonly string[]): Promise<RelatedProducts> {
  if (handles.length === 0) return Promise.resolve({ items: [] });
  return send({ url: endpoint('product', '/cards'), params: { handles: handles.join(',') }, timeoutS: 5 });
}
