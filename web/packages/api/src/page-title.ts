import { shopName } from './generated/system';

/** `Your bag · Souk`: what the browser's tab says of a page. */
export function pageTitle(...parts: string[]): string {
  return [...parts, shopName].join(' · ');
}
