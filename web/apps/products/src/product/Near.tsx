import { useEffect, useRef, useState, type ReactNode } from 'react';

/** So far below the screen something is begun that is to be there when it is reached. */
const AHEAD = '900px';

/** What stands far below is made when it comes near, and until then nothing of it is loaded. */
export function Near({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && setNear(true), { rootMargin: AHEAD });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return <div ref={place}>{isNear && children}</div>;
}
