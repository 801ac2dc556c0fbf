/** Where a page of another site wants a part of Souk's; embed.js finds them. */
export interface Place {
  part: 'header' | 'footer' | 'mini-cart';
  into: Element;
}

declare global {
  var soukPlaces: Place[] | undefined;
}

/** Undefined in a page of Souk's own, and on the server. */
export function soukPlaces(): Place[] | undefined {
  return globalThis.soukPlaces;
}
