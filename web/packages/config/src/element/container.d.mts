type Scope = Record<string, Record<string, { get: () => () => unknown }>>;

/** `files`: by piece, what `bring` is asked for; its module has the class under the piece's name. */
export function elementContainer(
  app: string,
  files: Readonly<Record<string, readonly string[]>>,
  bring: (files: readonly string[]) => Promise<Record<string, unknown>>,
): {
  init: (scope: Scope) => void;
  get: (id: string) => Promise<() => Record<string, React.ComponentType<Record<string, unknown>>>>;
};
