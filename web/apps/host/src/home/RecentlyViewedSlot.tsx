import { Remote } from '@souk/federation';
import { recentlyViewed } from '@souk/store/recently-viewed';
import { useEffect, useState } from 'react';

/** Nothing is loaded for somebody who has looked at nothing yet. */
export function RecentlyViewedSlot() {
  const [hasSeen, setHasSeen] = useState(false);
  useEffect(() => setHasSeen(recentlyViewed().length > 0), []);
  return hasSeen ? <Remote id="products/RecentlyViewed" props={{}} fallback={() => null} /> : null;
}
