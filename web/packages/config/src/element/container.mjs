/**
 * Module Federation's container protocol around modules of plain web components: a page mounts each like any other piece, and lends
 * it the React that only this wrapper speaks. build.mjs writes these functions into an entry as text, so they name nothing but each other.
 */
export function elementContainer(app, files, bring) {
  const made = new Map();
  let react;
  return {
    init(scope) {
      const [version = 'none'] = Object.keys(scope.react ?? {});
      // Since 19 React sets what an element has as properties, and listens to events of any name.
      if (!(Number.parseInt(version, 10) >= 19)) throw new Error(`${app} needs a page with React 19 or newer; this one lends ${version}.`);
      react = scope.react[version].get()();
    },
    get(id) {
      const piece = id.replace('./', '');
      if (!made.has(piece)) made.set(piece, make(piece));
      made.get(piece).catch(() => made.delete(piece)); // asked for again, it is made again
      return made.get(piece);
    },
  };

  async function make(piece) {
    if (!(piece in files)) throw new Error(`${app} exposes no ${piece}.`);
    const Element = (await bring(files[piece]))[piece];
    if (!(Element?.prototype instanceof HTMLElement)) throw new Error(`${app}/${piece} is no web component: export class ${piece} extends HTMLElement.`);
    const component = componentOf(react, `${app}-${piece}`.toLowerCase(), Element);
    return () => ({ [piece]: component });
  }
}

export const wrapper = [elementContainer, modulesAt, componentOf, telling, given].map(String).join('\n');

/**
 * The first, which imports the others. All are fetched before, at once: a browser never asks again for a module that it
 * could not get, so only what has come is imported, and a page can try again.
 */
async function modulesAt(entry, files) {
  const addresses = files.map((file) => new URL(file, entry).href);
  await Promise.all(
    addresses.map(async (address) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${address} answers ${answer.status}.`);
      await answer.arrayBuffer();
    }),
  );
  return import(addresses[0]);
}

function componentOf(react, name, Element) {
  const failed = 'souk-failed';
  const Telling = telling(Element, failed);
  let tag = name;
  for (let number = 2; customElements.get(tag); number += 1) tag = `${name}-${number}`; // of another release on the same page
  customElements.define(tag, Telling);

  return function Piece(props) {
    const place = react.useRef(null);
    const isShown = react.useRef(true);
    const [failure, setFailure] = react.useState(null);
    react.useLayoutEffect(() => {
      isShown.current = true;
      if (!(place.current instanceof Telling)) setFailure({ error: new Error(`${name} could not be constructed; the console says why.`) });
      return () => (isShown.current = false);
    }, []);
    const fail = (event) => {
      if (!isShown.current) return;
      event.preventDefault();
      setFailure({ error: event.detail });
    };
    if (failure) throw failure.error;
    return react.createElement(tag, { ...given(props), [`on${failed}`]: fail, ref: place });
  };
}

/** A browser tells nobody of what fails while an element is shown: its page is told, which has words for that. */
function telling(Element, failed) {
  class Telling extends Element {}
  for (const callback of ['connectedCallback', 'attributeChangedCallback']) {
    const run = Element.prototype[callback];
    if (!run) continue;
    Telling.prototype[callback] = function (...said) {
      const tell = (error) => {
        if (this.dispatchEvent(new CustomEvent(failed, { detail: error, cancelable: true }))) throw error;
      };
      try {
        run.apply(this, said)?.catch?.(tell);
      } catch (error) {
        tell(error);
      }
    };
  }
  return Telling;
}

/** `onSizeChosen` hears the event `size-chosen`, and is called with its detail; everything else is the element's as it is. */
function given(props) {
  const entries = Object.entries(props).map(([name, value]) => {
    if (typeof value !== 'function' || !/^on[A-Z]/.test(name)) return [name, value];
    const event = name.slice(2).replace(/[A-Z]/g, (letter, at) => (at ? '-' : '') + letter.toLowerCase());
    return [`on${event}`, ({ detail }) => value(detail)];
  });
  return Object.fromEntries(entries);
}
