import { consent } from '@souk/store/consent';
import { on } from '@souk/store/signals';
import { lazy, Suspense, useEffect, useState } from 'react';

const ConsentQuestion = lazy(() => import('./ConsentQuestion').then(({ ConsentQuestion: Question }) => ({ default: Question })));

/**
 * Counts visits where somebody agreed, and asks where nobody has said yet; before that nothing of it is loaded. Pages of
 * another site are not counted, and it asks for itself: there the question comes only when somebody wants it.
 */
export function Visits({ ownPage = true }: { ownPage?: boolean }) {
  const [asking, setAsking] = useState<'nobody' | 'by itself' | 'wanted'>('nobody');
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    const follow = async () => {
      stop?.();
      stop = undefined;
      const said = consent();
      setAsking(said === 'open' && ownPage ? 'by itself' : 'nobody');
      if (said !== 'given' || !ownPage) return;
      const { startTelling } = await import('./telling');
      if (!gone && !stop && consent() === 'given') stop = startTelling();
    };
    const ends = [
      whenIdle(() => void follow()),
      on('shell:consent-chosen', () => void follow()),
      on('shell:consent-wanted', () => setAsking('wanted')),
    ];
    return () => {
      gone = true;
      stop?.();
      ends.forEach((end) => end());
    };
  }, [ownPage]);

  if (asking === 'nobody') return null;
  return (
    <Suspense fallback={null}>
      <ConsentQuestion key={asking} wanted={asking === 'wanted'} onDone={() => setAsking('nobody')} />
    </Suspense>
  );
}

/** After what the page is for. */
function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, 2_000);
    return () => clearTimeout(timer);
  }
  const waiting = requestIdleCallback(work, { timeout: 5_000 });
  return () => cancelIdleCallback(waiting);
}
