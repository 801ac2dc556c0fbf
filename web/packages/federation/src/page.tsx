import { PageSkeleton } from '@souk/ui';
import Head from 'next/head';
import { useRouter, type NextRouter } from 'next/router';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { PageId, PropsOf } from './contract';
import { federatedPaths } from './generated/remotes';
import { startPiece } from './loading';
import { t } from './messages/en-IN';
import { MissingPage } from './MissingPage';
import { REGISTRY } from './registry-address';
import { Remote } from './Remote';
import type { PageProps, Shell } from './shell';
import { WithoutScript } from './WithoutScript';

/** A host page that is one piece of another micro frontend: `export default remotePage('cart/CartPage', '/cart')`. */
export function remotePage<Id extends PageId>(id: Id, base: string) {
  startPiece(id);
  return function FederatedPage() {
    const router = useRouter();
    const shell = useShell(router, base);
    const frame = useRef<HTMLDivElement>(null);
    const focusHeading = useFocusOnHeading(frame, shell.path);
    useSoftLinks(router);
    const props: PageProps = { shell };

    return (
      <div ref={frame}>
        {/* Only in the HTML: in the browser, next/head would empty the title that the page itself renders. */}
        {typeof window === 'undefined' && (
          <Head>
            <meta name="robots" content="noindex" />
            <link rel="preload" href={REGISTRY} as="fetch" crossOrigin="anonymous" />
          </Head>
        )}
        <WithoutScript>
          {router.isReady ? (
            <Remote
              id={id}
              props={props as PropsOf<Id>} // a PageId's only prop is the shell
              eager
              placeholder={<PageSkeleton label={t('page-loading')} />}
              onMounted={focusHeading}
              fallback={(retry) => <MissingPage retry={retry} onShown={focusHeading} />}
            />
          ) : (
            <PageSkeleton label={t('page-loading')} />
          )}
        </WithoutScript>
      </div>
    );
  };
}

function useShell(router: NextRouter, base: string): Shell {
  const { asPath } = router;
  const navigate = useCallback((to: string, options?: { replace?: boolean }) => go(router, to, options), [router]);
  return useMemo(() => {
    const url = new URL(asPath, 'http://shell');
    return { base, path: url.pathname, search: url.search, navigate };
  }, [asPath, base, navigate]);
}

function go(router: NextRouter, to: string, { replace = false } = {}): void {
  const url = new URL(to, location.href);
  if (!isFederated(url)) {
    if (replace) location.replace(url);
    else location.assign(url);
    return;
  }
  const within = url.pathname + url.search + url.hash;
  void (replace ? router.replace(within) : router.push(within));
}

function isFederated({ origin, pathname }: URL): boolean {
  const under = (base: string) => pathname === base || pathname.startsWith(`${base}/`);
  return origin === location.origin && federatedPaths.some(under);
}

/** Plain links between federated pages need no new document. */
function useSoftLinks(router: NextRouter): void {
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || !isPlainClick(event) || link.target || link.hasAttribute('download')) return;
      const url = new URL(link.href, location.href);
      const samePage = url.pathname === location.pathname && url.search === location.search;
      if (!isFederated(url) || (samePage && url.hash)) return;
      event.preventDefault();
      go(router, link.href);
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, [router]);
}

function isPlainClick(event: MouseEvent): boolean {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return !event.defaultPrevented && event.button === 0 && !modified;
}

/**
 * After a soft navigation the new page's heading takes the focus, so that it is read out; not on the first load, and
 * not from a shopper who has gone on with the keyboard before this frame, or before the piece was loaded.
 */
function useFocusOnHeading(frame: React.RefObject<HTMLDivElement | null>, path: string): () => void {
  const arrivedBy = useRef(path);
  const focusedOnArrival = useRef<Element | null>(null);
  const focus = useCallback(() => {
    const heading = frame.current?.querySelector('h1');
    if (!heading || !softly.navigated || isOnHeading(frame.current) || hasFocusMoved(focusedOnArrival.current)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [frame]);

  useEffect(() => {
    focusedOnArrival.current = document.activeElement;
    if (arrivedBy.current === path) return;
    arrivedBy.current = path;
    softly.navigated = true;
    requestAnimationFrame(focus);
  }, [path, focus]);
  useEffect(() => () => void (softly.navigated = true), []);
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

const softly = { navigated: false };
