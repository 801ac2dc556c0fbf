import { Remote } from '@souk/federation';
import { useRecentlyViewed } from '@souk/store/recently-viewed';

/** Nothing is loaded for somebody who has looked at nothing yet. */
export function RecentlyViewedSlot() {
  const hasSeen = useRecentlyViewed().length > 0;
  return hasSeen ? <Remote id="products/RecentlyViewed" props={{}} fallback={() => null} /> : null;
}
