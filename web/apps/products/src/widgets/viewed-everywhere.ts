import { useIdentity } from '@souk/api';
import { consent } from '@souk/store/consent';
import { useRecentlyViewed, type Viewed } from '@souk/store/recently-viewed';
import { on } from '@souk/store/signals';
import { useEffect, useState, type RefObject } from 'react';

/**
 * What was looked at here and, of a customer who lets visits be counted, on other devices: asked for once `place` comes near, and
 * left out where nobody answers.
 */
export function useViewedEverywhere(place: RefObject<HTMLElement | null>): readonly Viewed[] {
  const here = useRecentlyViewed();
  const isCustomer = useIdentity() === 'signed-in';
  const [everywhere, setEverywhere] = useState<readonly Viewed[]>([]);
  useEffect(() => {
    const element = place.current;
    if (!element || !isCustomer || consent() !== 'given') return;
    let gone = false;
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        near.disconnect();
        askedOf(here).then((viewed) => !gone && setEverywhere(viewed), () => undefined);
      },
      { rootMargin: '400px' },
    );
    near.observe(element);
    return () => {
      gone = true;
      near.disconnect();
    };
  }, [place, here, isCustomer]);
  useEffect(() => on('auth:signed-out', () => setEverywhere([])), []);
  const counted = new Set(everywhere.map(({ handle }) => handle));
  return [...here.filter(({ handle }) => !counted.has(handle)), ...everywhere]; // what is not counted yet was seen last
}

/** In the order in which it was seen, wherever; only what this browser does not know is asked of the catalogue. */
async function askedOf(here: readonly Viewed[]): Promise<readonly Viewed[]> {
  const { viewed } = await import('@souk/api/activity');
  const { handles } = await viewed();
  const known = new Map<string, Viewed>(here.map((each) => [each.handle, each]));
  const others = handles.filter((handle) => !known.has(handle));
  if (others.length > 0) {
    const { cards } = await import('@souk/api/product');
    for (const card of (await cards(others)).items) known.set(card.handle, card);
  }
  return handles.flatMap((handle) => known.get(handle) ?? []);
}
