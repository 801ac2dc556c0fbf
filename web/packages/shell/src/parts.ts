/** Whose page it is: a build has one micro frontend's pages, or all of them. */
export interface Part {
  mfe: string;
  team: string;
  version: string;
}

/** By the path below which pages are that one's, as Next calls them; '' for all others. */
const parts = JSON.parse(process.env.SOUK_PARTS ?? '{}') as Readonly<Record<string, Part>>;

/** Of these by path, what holds for a page: `/products/[handle]` is below `/products`. */
export function below<Value>(page: string, byPath: Readonly<Record<string, Value>>): Value | undefined {
  const path = Object.keys(byPath)
    .filter((one) => page === one || page.startsWith(`${one}/`))
    .sort((one, other) => other.length - one.length)[0];
  return path === undefined ? undefined : byPath[path];
}

export function partOf(page: string): Part | undefined {
  return below(page, parts);
}
