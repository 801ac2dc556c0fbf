import { identity, isApiError, type ApiError } from '@souk/api';
import { useMergeCartMutation } from '@souk/api/cart';
import { useMergeNoticesMutation, useMergeWishlistMutation } from '@souk/api/user';
import type { LeftOutView } from '@souk/api/types/cart';
import { emit } from '@souk/store/signals';
import { useEffect, useState } from 'react';

export type Entering =
  | { step: 'asking'; problem: ApiError | null }
  | { step: 'entering' }
  /** Signed in, but the guest's bag, wishlist or notices could not be taken over yet. */
  | { step: 'bag-left'; problem: ApiError | null }
  /** Signed in, and so much of the guest's bag did not fit into the customer's. */
  | { step: 'bag-cut'; leftOut: readonly LeftOutView[] };

/** By password or by code. */
export type Enter = (attempt: () => Promise<{ error?: unknown }>) => Promise<void>;

/** From what was typed to the page that the shopper wanted, with the guest's bag, wishlist and notices. */
export function useEntering(goOn: () => void, onSecondFactor: () => void) {
  const [entering, setEntering] = useState<Entering>({ step: 'asking', problem: null });
  const [mergeCart] = useMergeCartMutation();
  const [mergeWishlist] = useMergeWishlistMutation();
  const [mergeNotices] = useMergeNoticesMutation();
  useAskAgainWhenBack(setEntering);

  const takeBag = async () => {
    setEntering({ step: 'entering' });
    const [{ data, error: bagLeft }, { error: wishesLeft }, { error: noticesLeft }] = await Promise.all([
      mergeCart(),
      mergeWishlist(),
      mergeNotices(),
    ]);
    const error = bagLeft ?? wishesLeft ?? noticesLeft;
    if (data?.left_out.length) setEntering({ step: 'bag-cut', leftOut: data.left_out });
    else if (error) setEntering({ step: 'bag-left', problem: isApiError(error) ? error : null });
    else goOn();
  };
  const enter: Enter = async (attempt) => {
    const hadBag = identity() === 'guest';
    setEntering({ step: 'entering' });
    const { error } = await attempt();
    if (error) {
      const problem = isApiError(error) ? error : null;
      const isHalf = problem?.code === 'second-factor-needed';
      setEntering({ step: 'asking', problem: isHalf ? null : problem });
      if (isHalf) onSecondFactor();
      return;
    }
    emit('auth:signed-in', null);
    if (hadBag) await takeBag();
    else goOn();
  };
  const ask = () => setEntering({ step: 'asking', problem: null });
  return { entering, enter, takeBag, ask };
}

/** The browser's back button may show this page as it was left: in the middle of entering. */
function useAskAgainWhenBack(setEntering: (next: Entering) => void): void {
  useEffect(() => {
    const onShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted) setEntering({ step: 'asking', problem: null });
    };
    addEventListener('pageshow', onShow);
    return () => removeEventListener('pageshow', onShow);
  }, [setEntering]);
}
