import type { ReactNode } from 'react';
import { useNavCategories } from './categories';
import { useGrowingPictures } from './growing-picture';
import { t } from './messages';
import { NotHere } from './NotHere';
import { OriginContext, type PageShell } from './page-shell';
import css from './PageFrame.module.css';
import { partOf } from './parts';
import { usePieceOutlines } from './pieces';
import { SiteFooter } from './SiteFooter';
import { SiteHeader } from './SiteHeader';
import { Toasts } from './Toasts';
import { Unavailable } from './Unavailable';
import { Visits } from './Visits';

interface PageFrameProps {
  /** From `publicPage`; pages without a data method leave it out and the header asks for itself. */
  shell?: PageShell | undefined;
  /** As Next calls it, such as `/[handle]`. */
  page: string;
  children: ReactNode;
}

/** What stands around every page of every zone. */
export function PageFrame({ shell, page, children }: PageFrameProps) {
  usePieceOutlines();
  useGrowingPictures();
  const nav = useNavCategories(shell?.categories);
  const part = partOf(page);
  const piece = [part?.mfe, part?.team, part?.version].join(' · ');
  return (
    <OriginContext value={shell?.origin ?? ''}>
      <a className={css['skip']} href="#content">
        {t('skip-to-content')}
      </a>
      <SiteHeader nav={nav} />
      <main id="content" className={css['main']} tabIndex={-1} data-piece={piece}>
        {shell?.unavailable ? <Unavailable /> : shell?.missing ? <NotHere page={page} /> : children}
      </main>
      <Visits />
      <SiteFooter categories={nav.step === 'known' ? nav.categories : []} />
      <Toasts />
    </OriginContext>
  );
}
