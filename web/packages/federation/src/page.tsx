import { inLanguage, withoutLanguage } from '@souk/api/language';
import { PageSkeleton } from '@souk/ui';
import Head from 'next/head';
import { useCallback, useEffect, useMemo, useRef, type ComponentType } from 'react';
import { moveTo, useAddress } from './address';
import type { PageId, PropsOf } from './contract';
import { federatedPages } from './generated/remotes';
import { startPiece } from './loading';
import { t } from './messages';
import { MissingPage } from './MissingPage';
import { REGISTRY } from './registry-address';
import { Remote } from './Remote';
import type { PageProps, Shell } from './shell';
import { WithoutScript } from './WithoutScript';

/**
 * A host page that is one piece of another micro frontend: `export default remotePage('cart/CartPage', '/cart')`.
 * Between such pages only the piece changes, and the document stays. `First` is what its HTML can be read of it already.
 */
export function remotePage(id: PageId, base: string, First?: ComponentType) {
  startPiece(id);
  return function FederatedPage() {
    const address = useAddress();
    useSoftLinks();
    return (
      <>
        <Head>
          <meta name="robots" content="noindex" />
          {/* It alone says where the remote's entry is: of which release differs, also from visitor to visitor. */}
          {!isBuiltIn(id) && <link rel="preload" href={REGISTRY} as="fetch" crossOrigin="anonymous" />}
          {!isBuiltIn(id) && <script async src={earlyPiece} data-piece={id} fetchPriority="high" />}
        </Head>
        <WithoutScript>
          <PageAt {...pageAt(address, { id, base })} own={id} First={First} />
        </WithoutScript>
      </>
    );
  };
}

/** Named by its content, so a browser keeps it for ever. */
const earlyPiece = new URL('./early-piece.js', import.meta.url).pathname;

/** Micro frontends whose pieces are chunks of this very build. */
const builtIn = JSON.parse(process.env.SOUK_BUILT_IN ?? '[]') as readonly string[];

function isBuiltIn(id: PageId): boolean {
  return builtIn.includes(appOf(id));
}

function appOf(id: PageId): string {
  return id.split('/')[0] ?? '';
}

interface Place {
  id: PageId;
  base: string;
}

/** Until the address is known, as on the server, it is the page that was asked for: what stands there stays when it is. */
function pageAt(address: string | undefined, otherwise: Place) {
  if (address === undefined) return { ...otherwise, base: inLanguage(otherwise.base), path: undefined, search: '' };
  const { pathname, search } = new URL(address);
  const { id, base } = federated(pathname) ?? otherwise;
  return { id, base: inLanguage(base), path: pathname, search };
}

function federated(path: string): Place | undefined {
  const page = withoutLanguage(path);
  const found = Object.entries(federatedPages).find(([base]) => page === base || page.startsWith(`${base}/`));
  return found && { base: found[0], id: found[1] };
}

interface PageAtProps extends Place {
  path: string | undefined;
  search: string;
  /** The page that the document was asked for, whose first words it brought. */
  own: PageId;
  First: ComponentType | undefined;
}

function PageAt({ id, base, path, search, own, First }: PageAtProps) {
  const frame = useRef<HTMLDivElement>(null);
  const focusHeading = useFocusOnHeading(frame, path);
  const shell: Shell = useMemo(() => ({ base, path: path ?? base, search, navigate: go }), [base, path, search]);
  const props: PageProps = { shell };
  return (
    <div ref={frame}>
      <Remote
        key={id}
        id={id}
        props={props as PropsOf<PageId>} // a PageId's only prop is the shell
        eager
        placeholder={<PageSkeleton label={t('page-loading')} first={First && id === own && <First />} />}
        onMounted={focusHeading}
        fallback={(retry) => <MissingPage retry={retry} onShown={focusHeading} />}
      />
    </div>
  );
}

function go(to: string, { replace = false } = {}): void {
  const url = new URL(to, location.href);
  if (isFederated(url)) moveTo(url.href, { replace });
  else if (replace) location.replace(url);
  else location.assign(url);
}

function isFederated({ origin, pathname }: URL): boolean {
  // Another language is another document.
  return origin === location.origin && inLanguage(pathname) === pathname && federated(pathname) !== undefined;
}

/** Plain links between federated pages need no new document. */
function useSoftLinks(): void {
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || !isPlainClick(event) || link.target || link.hasAttribute('download')) return;
      const url = new URL(link.href, location.href);
      const samePage = url.pathname === location.pathname && url.search === location.search;
      if (!isFederated(url) || (samePage && url.hash)) return;
      event.preventDefault();
      go(link.href);
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, []);
}

function isPlainClick(event: MouseEvent): boolean {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return !event.defaultPrevented && event.button === 0 && !modified;
}

/**
 * After a soft navigation the new page's heading takes the focus, so that it is read out; not on the first load, and
 * not from a shopper who has gone on with the keyboard before this frame, or before the piece was loaded.
 */
function useFocusOnHeading(frame: React.RefObject<HTMLDivElement | null>, path: string | undefined): () => void {
  const arrivedBy = useRef(path);
  const hasMoved = useRef(false);
  const focusedOnArrival = useRef<Element | null>(null);
  const focus = useCallback(() => {
    const heading = frame.current?.querySelector('h1');
    if (!heading || !hasMoved.current || isOnHeading(frame.current) || hasFocusMoved(focusedOnArrival.current)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [frame]);

  useEffect(() => {
    focusedOnArrival.current = document.activeElement;
    const before = arrivedBy.current;
    arrivedBy.current = path;
    if (before === undefined || before === path) return;
    hasMoved.current = true;
    requestAnimationFrame(focus);
  }, [path, focus]);
  return focus;
}

function hasFocusMoved(from: Element | null): boolean {
  const { activeElement, body } = document;
  return from !== null && activeElement !== from && activeElement !== body;
}

/** A page that has led the focus to one of its headings, such as a checkout's step, knows better. */
function isOnHeading(frame: HTMLElement | null): boolean {
  const { activeElement } = document;
  return activeElement !== null && activeElement.matches('h1, h2, h3') && frame?.contains(activeElement) === true;
}
