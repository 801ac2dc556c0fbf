import { SoukProvider } from '@souk/store';
import '@souk/ui/styles.css';
import { StrictMode, useEffect, useMemo, useState, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import css from './alone.module.css';
import type { PageProps, Shell } from './shell';

/** Run an app without the host, on its own port: the same page contract over the History API. */
export function runAlone(pages: Readonly<Record<string, ComponentType<PageProps>>>): void {
  const place = document.createElement('main');
  place.className = css['page'] ?? '';
  document.body.append(place);
  createRoot(place).render(
    <StrictMode>
      <SoukProvider>
        <Alone pages={pages} />
      </SoukProvider>
    </StrictMode>,
  );
}

function Alone({ pages }: { pages: Readonly<Record<string, ComponentType<PageProps>>> }) {
  const [address, setAddress] = useState(location.href);
  useEffect(() => {
    const moved = () => setAddress(location.href);
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);
  const url = useMemo(() => new URL(address), [address]);
  const base = Object.keys(pages).find((known) => url.pathname === known || url.pathname.startsWith(`${known}/`));
  const Page = base === undefined ? undefined : pages[base];
  if (!Page || base === undefined) return <Contents bases={Object.keys(pages)} />;

  const navigate: Shell['navigate'] = (to, options) => {
    history[options?.replace ? 'replaceState' : 'pushState'](null, '', to);
    setAddress(location.href);
  };
  return <Page shell={{ base, path: url.pathname, search: url.search, navigate }} />;
}

function Contents({ bases }: { bases: string[] }) {
  return (
    <ul>
      {bases.map((base) => (
        <li key={base}>
          <a href={base}>{base}</a>
        </li>
      ))}
    </ul>
  );
}
