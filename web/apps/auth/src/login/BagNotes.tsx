import { paths, toMessage } from '@souk/api';
import type { LeftOutView } from '@souk/api/types/cart';
import { ButtonLink, ErrorNote } from '@souk/ui';
import { useEffect, useRef } from 'react';
import { t } from '../messages';
import css from './BagNotes.module.css';
import { Frame } from './Frame';

interface BagLeftProps {
  problem: unknown;
  to: string;
  onRetry: () => void;
}

/** The login stands, whatever became of the bag: the server keeps the guest's for the next try. */
export function BagLeft({ problem, to, onRetry }: BagLeftProps) {
  const { cause, fix } = toMessage(problem);
  return (
    <Frame title={t('signed-in-title')}>
      <ErrorNote cause={t('bag-left')} fix={`${cause} ${fix}`} onRetry={onRetry} />
      <ButtonLink href={to}>{t('go-on')}</ButtonLink>
    </Frame>
  );
}

/** What the limits of a bag did not let in. It is said once and nowhere kept, so the page waits for its reader. */
export function BagCut({ leftOut, to }: { leftOut: readonly LeftOutView[]; to: string }) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <Frame title={t('signed-in-title')}>
      <div ref={note} tabIndex={-1} role="alert" className={css['note']}>
        <p>{t('bag-cut')}</p>
        <ul>
          {leftOut.map(({ sku, title, quantity, reason }) => (
            <li key={sku}>
              <strong>{t('left-out', { count: quantity, title })}</strong> {t(`left-out-${reason}`)}
            </li>
          ))}
        </ul>
        <p>{t('bag-cut-fix')}</p>
      </div>
      <ButtonLink look="primary" size="large" wide href={paths.cart()}>
        {t('see-bag')}
      </ButtonLink>
      {to !== paths.cart() && <ButtonLink href={to}>{t('go-on')}</ButtonLink>}
    </Frame>
  );
}
