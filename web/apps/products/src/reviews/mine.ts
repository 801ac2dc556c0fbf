import { useIdentity } from '@souk/api/identity';
import type { Mine, MyReview } from '@souk/api/types/reviews';
import { useCallback, useEffect, useState } from 'react';

export type MineStep =
  | { step: 'nobody' } // not signed in, so nobody is asked
  | { step: 'asking' }
  | { step: 'failed'; cause: string; fix: string }
  | { step: 'known'; mine: Mine };

export interface MineState {
  now: MineStep;
  known: Mine | null;
  /** The person wrote, changed or (null) deleted their review. */
  wrote: (review: MyReview | null) => void;
  retry: () => void;
}

/** What a product's reviews are to the person at the browser. */
export function useMine(handle: string): MineState {
  const identity = useIdentity();
  const [asked, setAsked] = useState<MineStep>({ step: 'asking' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (identity !== 'signed-in') return;
    let gone = false;
    setAsked({ step: 'asking' });
    void ask(handle).then((answer) => !gone && setAsked(answer));
    return () => {
      gone = true;
    };
  }, [handle, identity, attempt]);

  const wrote = useCallback((review: MyReview | null) => {
    setAsked((now) => (now.step === 'known' ? { step: 'known', mine: { ...now.mine, review } } : now));
  }, []);
  const now: MineStep = identity === 'signed-in' ? asked : { step: 'nobody' };
  return { now, known: now.step === 'known' ? now.mine : null, wrote, retry: () => setAttempt((before) => before + 1) };
}

async function ask(handle: string): Promise<MineStep> {
  const [{ toMessage }, { myReview }] = await Promise.all([import('@souk/api'), import('@souk/api/reviews')]);
  try {
    return { step: 'known', mine: await myReview(handle) };
  } catch (error) {
    const { cause, fix } = toMessage(error);
    return { step: 'failed', cause, fix };
  }
}
