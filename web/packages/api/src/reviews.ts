import { endpoint, send } from '@souk/api';
import type { MyReview, MyStanding, WriteReview } from './types/reviews';

/** For pages that have no store: what a product's reviews are to the person who is signed in. */
const mine = (handle: string) => endpoint('reviews', `/me/reviews/${encodeURIComponent(handle)}`);
const helpful = (id: string) => endpoint('reviews', `/reviews/${encodeURIComponent(id)}/helpful`);

export function myReview(handle: string): Promise<MyStanding> {
  return send({ url: mine(handle), timeoutS: 5 });
}

export function writeReview(handle: string, body: WriteReview): Promise<MyReview> {
  return send({ url: mine(handle), method: 'PUT', body });
}

export function deleteReview(handle: string): Promise<null> {
  return send({ url: mine(handle), method: 'DELETE' });
}

export function findHelpful(id: string, isHelpful: boolean): Promise<null> {
  return send({ url: helpful(id), method: isHelpful ? 'PUT' : 'DELETE' });
}
