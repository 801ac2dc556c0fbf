import missing from '@souk/missing';
import { below } from './parts';
import { Still } from './Still';

/** A build with one zone's pages has a 404 page of its own; Next gives several zones in one build but one between them. */
export const hasOwnWords = Object.keys(missing).length > 0;

/** Each zone's own words for what it does not have; they are in the HTML and nowhere else. */
export function NotHere({ page }: { page: string }) {
  return <Still of={below(page, missing)}>{(Words) => <Words />}</Still>;
}
