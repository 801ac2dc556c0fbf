/** What a page remembers from before its first script: written into it as text, so nothing here may name anything outside its function. */

export interface Leak {
  what: string;
  /** The script that left it. */
  by: string;
}

/** Of the page at one moment, each line in words. */
export interface State {
  globals: string[];
  styles: string[];
  /** Selectors of the app's own sheets, by the sheet. */
  selectors: { sheet: string; selector: string }[];
  /** Attributes of <html> and <body>, and what stands in the body. */
  page: string[];
  listeners: Leak[];
  policy: string[];
  /** Scripts with a React in them, and the number of renderers that began. */
  reacts: string[];
  renderers: number;
}

interface Watched {
  listeners: Map<string, Leak>;
  policy: string[];
  reacts: string[];
  renderers: number;
  caller: () => string;
  idOf: (value: unknown) => string;
  /** Of what lives as long as the page, whatever pieces come and go. */
  lasting: (target: unknown) => string | null;
}

declare global {
  interface Window {
    soukWatched: Watched;
    soukState: () => State;
  }
}

export const WATCHING = [remember, watchListeners, watchTimers, watchObservers, watchPolicyAndReact, tell].map((each) => `(${each.toString()})();`).join('\n');

function remember(): void {
  const ids = new WeakMap<object, number>();
  let last = 0;
  window.soukWatched = {
    listeners: new Map(),
    policy: [],
    reacts: [],
    renderers: 0,
    caller() {
      const lines = (new Error().stack ?? '').split('\n');
      return lines.map((line) => /(https?:\/\/[^\s)]+?):\d+:\d+/.exec(line)?.[1] ?? '').find((address) => address !== '') ?? 'the page';
    },
    idOf(value) {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return String(value);
      const known = ids.get(value) ?? (last += 1);
      ids.set(value, known);
      return String(known);
    },
    lasting(target) {
      if (target === window) return 'window';
      if (target === document || target === document.documentElement || target === document.body) return (target as Node).nodeName.toLowerCase().replace('#', '');
      const kinds = [MediaQueryList, VisualViewport, BroadcastChannel];
      return kinds.find((kind) => target instanceof kind)?.name ?? null;
    },
  };
}

function watchListeners(): void {
  const { listeners, caller, idOf, lasting } = window.soukWatched;
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const option = (options: unknown, name: string): unknown => (typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined);
  const keyOf = (target: unknown, type: string, listener: unknown, options: unknown) =>
    [idOf(target), type, idOf(listener), options === true || option(options, 'capture') === true].join(' ');

  Object.assign(EventTarget.prototype, {
    addEventListener(this: EventTarget | undefined, type: string, listener: unknown, options?: unknown) {
      const target = this ?? window;
      const where = lasting(target);
      if (where && listener && option(options, 'once') !== true) {
        const key = keyOf(target, type, listener, options);
        if (!listeners.has(key)) listeners.set(key, { what: `a listener for ${type} of ${where}`, by: caller() });
        const signal = option(options, 'signal');
        if (signal instanceof AbortSignal) addEventListener.call(signal, 'abort', () => listeners.delete(key));
      }
      return Reflect.apply(addEventListener, target, [type, listener, options]);
    },
    removeEventListener(this: EventTarget | undefined, type: string, listener: unknown, options?: unknown) {
      const target = this ?? window;
      listeners.delete(keyOf(target, type, listener, options));
      return Reflect.apply(removeEventListener, target, [type, listener, options]);
    },
  });
}

function watchTimers(): void {
  const { listeners, caller } = window.soukWatched;
  const { setInterval, clearInterval } = window;
  Object.assign(window, {
    setInterval(...asked: Parameters<typeof setInterval>) {
      const handle = Number(Reflect.apply(setInterval, window, asked));
      listeners.set(`interval ${handle}`, { what: 'an interval', by: caller() });
      return handle;
    },
    clearInterval(handle?: number) {
      listeners.delete(`interval ${handle}`);
      Reflect.apply(clearInterval, window, [handle]);
    },
  });
}

function watchObservers(): void {
  const { listeners, caller, idOf, lasting } = window.soukWatched;
  for (const kind of [MutationObserver, ResizeObserver, IntersectionObserver]) {
    const { observe, disconnect } = kind.prototype as { observe: (...asked: never[]) => void; disconnect: () => void };
    Object.assign(kind.prototype, {
      observe(this: object, target: unknown, ...asked: unknown[]) {
        const where = lasting(target);
        if (where) listeners.set(`${kind.name} ${idOf(this)}`, { what: `a ${kind.name} of ${where}`, by: caller() });
        return Reflect.apply(observe, this, [target, ...asked]);
      },
      disconnect(this: object) {
        listeners.delete(`${kind.name} ${idOf(this)}`);
        return Reflect.apply(disconnect, this, []);
      },
    });
  }
}

function watchPolicyAndReact(): void {
  const watched = window.soukWatched;
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
    watched.policy.push(`${effectiveDirective} refuses ${blockedURI || 'what it did'} (${sourceFile || 'the page'})`);
  });
  // Each copy of React asks for this symbol when it begins, and each renderer says here that it is there.
  const symbol = Symbol.for.bind(Symbol);
  Symbol.for = (key) => {
    if (/^react\.(transitional\.)?element$/.test(key)) watched.reacts.push(watched.caller());
    return symbol(key);
  };
  const nothing = () => undefined;
  const hook = { isDisabled: false, supportsFiber: true, inject: () => (watched.renderers += 1), onCommitFiberRoot: nothing, onCommitFiberUnmount: nothing, onPostCommitFiberRoot: nothing, checkDCE: nothing };
  Reflect.set(window, '__REACT_DEVTOOLS_GLOBAL_HOOK__', hook);
}

function tell(): void {
  const { listeners, policy, reacts } = window.soukWatched;
  const attributes = (element: Element) => Array.from(element.attributes, ({ name, value }) => `${name}="${value}" at <${element.localName}>`);
  const selectorsOf = (rules: CSSRuleList): string[] =>
    Array.from(rules).flatMap((rule) => (rule instanceof CSSStyleRule ? [rule.selectorText] : rule instanceof CSSGroupingRule ? selectorsOf(rule.cssRules) : []));
  window.soukState = () => ({
    globals: Object.keys(window),
    styles: [
      ...Array.from(document.querySelectorAll('style'), (_, index) => `<style> number ${index + 1}`),
      ...document.adoptedStyleSheets.map((_, index) => `adopted style sheet number ${index + 1}`),
      ...Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel~=stylesheet]'), ({ href }) => href),
    ],
    selectors: Array.from(document.styleSheets).flatMap((sheet) => selectorsOf(sheet.cssRules).map((selector) => ({ sheet: sheet.href ?? '', selector }))),
    page: [
      ...attributes(document.documentElement),
      ...attributes(document.body),
      ...Array.from(document.body.children, ({ localName, id }) => `<${localName}${id && ` id="${id}"`}> in <body>`),
    ],
    listeners: [...listeners.values()],
    policy: [...policy],
    reacts: [...reacts],
    renderers: window.soukWatched.renderers,
  });
}
