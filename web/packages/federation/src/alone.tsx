import { SoukProvider } from '@souk/store';
import '@souk/ui/styles.css';
import { StrictMode, useMemo, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { moveTo, useAddress } from './address';
import css from './alone.module.css';
import type { PageProps } from './shell';

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
  const address = useAddress();
  const url = useMemo(() => new URL(address ?? location.href), [address]);
  const base = Object.keys(pages).find((known) => url.pathname === known || url.pathname.startsWith(`${known}/`));
  const Page = base === undefined ? undefined : pages[base];
  if (!Page || base === undefined) return <Contents bases={Object.keys(pages)} />;

  return <Page shell={{ base, path: url.pathname, search: url.search, navigate: moveTo }} />;
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
