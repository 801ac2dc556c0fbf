import { paths, safeReturn } from './paths';
import { readJson, tabKept, writeJson } from './storage';

const KEY = 'souk-way-back';

/** What this tab knows when it comes back from a provider, whose address to return to is the same for all. */
interface WayBack {
  /** Where the login was to lead. */
  back: string | undefined;
  /** The login page in the language where it began. */
  login: string;
}

export function keepWayBack(back: string | undefined): void {
  writeJson(tabKept, KEY, { back, login: paths.login() });
}

/** Another tab or a blocked storage knows nothing: then it leads home, in the shop's own language. */
export function keptWayBack(): WayBack {
  const kept = readJson(tabKept, KEY);
  const told = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  const back = typeof told['back'] === 'string' ? told['back'] : undefined;
  const login = typeof told['login'] === 'string' ? safeReturn(told['login'], location.origin) : paths.login();
  return { back, login };
}
