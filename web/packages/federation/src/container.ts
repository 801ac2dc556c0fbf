import { run } from './script';

/** Module Federation's container protocol: a remote's script leaves a container under a global name. */
export interface Container {
  init: (scope: ShareScope) => unknown;
  /** Resolves to what makes the exposed module. */
  get: (id: string) => Promise<() => unknown>;
}

/** What the page lends to its remotes: by name, then by version. */
export type ShareScope = Record<string, Record<string, Shared>>;

interface Shared {
  get: () => () => unknown;
  from: string;
  eager: boolean;
  loaded: 1;
}

export function lent(version: string | undefined, module: unknown): Record<string, Shared> {
  if (!version) throw new Error('The zone was built without the versions of what it shares.');
  return { [version]: { get: () => () => module, from: 'souk_shell', eager: false, loaded: 1 } };
}

/** Runs the remote's script and lends it what the page has; a module that does not fit fails when a piece asks for it. */
export async function containerOf(name: string, address: string, scope: ShareScope): Promise<Container> {
  await run(address);
  const container: unknown = Reflect.get(globalThis, name);
  if (!isContainer(container)) throw new Error(`${address} left no container named ${name}.`);
  await container.init(scope);
  return container;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && 'init' in value && 'get' in value;
}
