/**
 * Brings a rendered page to life, where Next's own client would (zone.mjs of @souk/config puts this in its place). Public pages
 * are documents of their own and federated ones move by @souk/federation, so of Next's router, loader and head nothing is needed.
 */
import { numbers } from '@souk/api/numbers';
import { Component, startTransition, type ComponentType, type ReactNode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { turn } from '@souk/federation/turn';
import { AsRendered } from './as-rendered';
import { Unavailable } from './Unavailable';

type Props = Record<string, unknown>;
type App = ComponentType<{ Component: ComponentType<Props>; pageProps: Props; router: { pathname: string } }>;
type Entry = [name: string, load: () => { default: unknown }];

declare global {
  interface Window {
    /** Next's build: every entry chunk pushes its page here. */
    __NEXT_P?: Entry[] | { push: (entry: Entry) => void };
  }
}

globalThis.soukNumbers = numbers;

const entries = new Map<string, Entry[1]>();
const { page, props } = rendered();

/** What Next's server wrote into the page. */
function rendered(): { page: string; props: { pageProps: Props } } {
  return JSON.parse(document.getElementById('__NEXT_DATA__')?.textContent ?? '{}');
}

function arrived([name, load]: Entry): void {
  entries.set(name, load);
  const app = entries.get('/_app');
  const shown = entries.get(page);
  if (!app || !shown || (name !== '/_app' && name !== page)) return;
  void bringToLife(app, shown);
}

/** In turns, so that a tap on what is painted already waits for none of it: the frame's code runs, the page's, and React begins. */
async function bringToLife(app: Entry[1], shown: Entry[1]): Promise<void> {
  await turn();
  const App = app().default as App;
  await turn();
  const Shown = shown().default as ComponentType<Props>;
  await turn();
  const place = document.getElementById('__next');
  if (!place) throw new Error('The page has no #__next to bring to life.');
  // As a transition React does it in slices of some milliseconds, so a tap in between is answered.
  startTransition(() => {
    const tree = (
      <AsRendered>
        <Standing>
          <App Component={Shown} pageProps={props.pageProps} router={{ pathname: page }} />
        </Standing>
      </AsRendered>
    );
    if (place.hasChildNodes()) hydrateRoot(place, tree);
    else createRoot(place).render(tree); // in a page of another site: embed.js put what was rendered elsewhere
  });
}

/** What throws outside of a piece takes the whole page with it: say so instead of showing nothing. */
class Standing extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Unavailable /> : this.props.children;
  }
}

const early = window.__NEXT_P;
window.__NEXT_P = { push: arrived };
if (Array.isArray(early)) early.forEach(arrived);
