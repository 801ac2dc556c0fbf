import { endpoint, send } from '@souk/api';
import type { MyReview, MyStanding, PhotoView, WriteReview } from './types/reviews';

/** For pages that have no store: what a product's reviews are to the person who is signed in. */
const mine = (handle: string) => endpoint('reviews', `/me/reviews/${encodeURIComponent(handle)}`);
const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);
const helpful = (id: string) => endpoint('reviews', `/reviews/${encodeURIComponent(id)}/helpful`);

export function myReview(handle: string): Promise<MyStanding> {
  return send({ url: mine(handle), timeoutS: 5 });
}

export function writeReview(handle: string, body: WriteReview): Promise<MyReview> {
  return send({ url: mine(handle), method: 'PUT', body });
}

/** What it is the service tells by its content; a type that it has no word for would be refused unread. */
export function uploadPhoto(handle: string, file: File): Promise<PhotoView> {
  const type = TYPES.has(file.type) ? file.type : 'image/jpeg';
  return send({
    url: endpoint('reviews', '/me/review-photos'),
    params: { handle },
    method: 'POST',
    file: file.slice(0, file.size, type),
    timeoutS: 60,
  });
}

export function deleteReview(handle: string): Promise<null> {
  return send({ url: mine(handle), method: 'DELETE' });
}

export function findHelpful(id: string, isHelpful: boolean): Promise<null> {
  return send({ url: helpful(id), method: isHelpful ? 'PUT' : 'DELETE' });
}
