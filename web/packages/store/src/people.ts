import { identity, identityMayHaveChanged, sessionMark } from '@souk/api';
import { localKept } from '@souk/api/storage';
import { emit, on } from './signals';

const FACTS = ['auth:signed-in', 'auth:signed-out'] as const;
const KEY = 'souk-people'; // written to be noticed by the other tabs, never read

interface People {
  /** Nothing that servers said to the last person may stay. */
  forget: () => void;
  /** Load the page again: what was typed into it is somebody else's too. */
  startAnew: () => void;
}

/** Keeps a page from showing what belongs to who was here before: in this tab, in others, and after "back". */
export function watchPeople({ forget, startAnew }: People): void {
  let last = identity();
  let isNews = true;
  let leftWith: string | undefined;

  const tell = (fact: (typeof FACTS)[number]) => {
    isNews = false;
    emit(fact, null);
    isNews = true;
  };
  /** Cookies are shared by all tabs, so they say it even where storage is blocked. */
  const look = () => {
    const signedIn = identity() === 'signed-in';
    if (signedIn === (last === 'signed-in')) return;
    identityMayHaveChanged();
    tell(signedIn ? 'auth:signed-in' : 'auth:signed-out');
  };

  for (const fact of FACTS) {
    on(fact, () => {
      last = identity();
      if (fact === 'auth:signed-out' || !isNews) forget(); // who signs in here has the tags of the login for that
      if (isNews) localKept.write(KEY, `${fact} ${Date.now()}`);
    });
  }
  addEventListener('storage', ({ key, newValue }) => {
    const fact = FACTS.find((known) => newValue?.startsWith(known));
    if (key !== KEY || !fact) return;
    identityMayHaveChanged();
    tell(fact);
  });
  addEventListener('pagehide', () => (leftWith = sessionMark()));
  addEventListener('pageshow', ({ persisted }) => persisted && sessionMark() !== leftWith && startAnew());
  document.addEventListener('visibilitychange', look);
  document.addEventListener('prerenderingchange', look);
}
