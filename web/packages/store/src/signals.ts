/** What micro frontends tell each other: facts named `owner:what-happened`. Server state goes by tags instead. */
export interface Signals {
  /** Somebody signed in or out, in this tab or in another one. */
  'auth:signed-in': null;
  'auth:signed-out': null;
  /** Something waits to be taken (happened.ts). */
  'activity:happened': null;
  /** Somebody chose whether visits are counted, or wants to. */
  'shell:consent-chosen': null;
  'shell:consent-wanted': null;
  /** Anybody may ask the shell to say something in its one live region. */
  'shell:toast-wanted': Toast;
}

export interface Toast {
  text: string;
  tone: 'good' | 'bad' | 'plain';
  action?: { label: string; href: string } | { label: string; run: () => void };
}

const channel = (name: keyof Signals) => `souk:${name}`;

export function emit<Name extends keyof Signals>(name: Name, detail: Signals[Name]): void {
  window.dispatchEvent(new CustomEvent(channel(name), { detail }));
}

/** Listen until the returned function is called. */
export function on<Name extends keyof Signals>(name: Name, listener: (detail: Signals[Name]) => void): () => void {
  const onEvent = (event: Event) => {
    if (event instanceof CustomEvent) listener(event.detail);
  };
  window.addEventListener(channel(name), onEvent);
  return () => window.removeEventListener(channel(name), onEvent);
}

/** Show a toast from anywhere, whether or not the store is loaded. */
export function toast(text: string, more: Partial<Omit<Toast, 'text'>> = {}): void {
  emit('shell:toast-wanted', { tone: 'plain', ...more, text });
}
