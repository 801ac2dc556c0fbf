import { useIdentity } from '@souk/api/identity';
import { useEffect, useLayoutEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useNavCategories, type NavState } from '../categories';
import type { PageShell } from '../page-shell';
import { SiteFooter } from '../SiteFooter';
import { BagSlot, SiteHeader } from '../SiteHeader';
import { Toasts } from '../Toasts';
import { Visits } from '../Visits';
import { soukPlaces, type Place } from './places';

/** Souk's header, footer and bag: rendered by themselves, for embed.js to put them into pages of another site. */
export function Embedded({ shell }: { shell?: PageShell | undefined }) {
  const nav = useNavCategories(shell?.categories);
  const places = soukPlaces();
  if (places) return places.map((place, at) => <Live key={at} place={place} nav={nav} />);
  return PARTS.map((part) => (
    <div key={part} data-part={part}>
      <Part name={part} nav={nav} />
    </div>
  ));
}

const PARTS = ['header', 'footer', 'mini-cart'] as const;

function Part({ name, nav }: { name: Place['part']; nav: NavState }) {
  switch (name) {
    case 'header':
      return <SiteHeader nav={nav} ownPage={false} />;
    case 'footer':
      return <SiteFooter categories={nav.step === 'known' ? nav.categories : []} />;
    case 'mini-cart':
      return <BagSlot />;
    default:
      return name satisfies never;
  }
}

/** What stood there as rendered gives way in the same frame. */
function Live({ place: { part, into }, nav }: { place: Place; nav: NavState }): ReactNode {
  const identity = useIdentity();
  useLayoutEffect(() => into.querySelector(':scope > [data-part]')?.remove(), [into]);
  useEffect(() => {
    hostOf(into)?.toggleAttribute('data-signed-in', identity === 'signed-in');
  }, [into, identity]);
  return createPortal(
    <>
      {part === 'footer' && <Visits ownPage={false} />}
      <Part name={part} nav={nav} />
      {part === 'header' && <Toasts />}
    </>,
    into,
  );
}

function hostOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
}
