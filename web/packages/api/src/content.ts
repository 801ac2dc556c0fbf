import { endpoint, send } from '@souk/api';
import type { ShownBanners } from './types/content';

/** A slot's banners: one for guests and one for who is signed in, or one for both, or none. */
export function banners(slot: string): Promise<ShownBanners> {
  return send({ url: endpoint('content', `/banners/${encodeURIComponent(slot)}`), timeoutS: 5 });
}
