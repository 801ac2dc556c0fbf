import { useIdentity } from '@souk/api/identity';
import { Remote } from '@souk/federation';
import { consent } from '@souk/store/consent';
import { useRecentlyViewed } from '@souk/store/recently-viewed';

/** Nothing is loaded for somebody who has looked at nothing yet, here or, as far as that is counted, elsewhere. */
export function RecentlyViewedSlot() {
  const hasSeen = useRecentlyViewed().length > 0;
  const isCounted = useIdentity() === 'signed-in' && consent() === 'given';
  return hasSeen || isCounted ? <Remote id="products/RecentlyViewed" props={{}} near fallback={() => null} /> : null;
}
