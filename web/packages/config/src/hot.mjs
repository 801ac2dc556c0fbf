import { createElement, useSyncExternalStore } from 'react';

/**
 * Pieces that change while a page shows them. Which one a change reaches is not known here, so all that the remote has on the
 * page are mounted anew; the page around them, its store and its address stay.
 */
let changes = 0;
const mounted = new Set();

function listen(changed) {
  mounted.add(changed);
  return () => mounted.delete(changed);
}

/** `find` answers the component as it is now. */
export function hot(find) {
  return function Hot(props) {
    const key = useSyncExternalStore(listen, () => changes, () => changes);
    return createElement(find(), { ...props, key });
  };
}

export function changed() {
  changes += 1;
  for (const tell of mounted) tell();
}

/** Gives the page these texts: by locale, then by catalogue, as `{ own, other }` files of which the second may lack some. */
export function tell(texts) {
  const all = (globalThis.soukTexts ??= {});
  for (const [locale, catalogues] of Object.entries(texts)) {
    const known = (all[locale] ??= {});
    for (const [name, [own, other]] of Object.entries(catalogues)) known[name] = { ...known[name], ...own, ...other };
  }
}
