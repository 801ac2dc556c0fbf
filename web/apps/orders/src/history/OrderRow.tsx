import { langOfShop } from '@souk/api/language';
import type { OrderSummary } from '@souk/api/types/order';
import { formatDay, formatMoney, Picture, Skeleton, VisuallyHidden } from '@souk/ui';
import type { ReactNode } from 'react';
import { expectedWords } from '../detail/steps';
import { t } from '../messages';
import { pictureOf } from '../picture';
import { StateBadge } from '../StateBadge';
import css from './OrderRow.module.css';

/** What a row shows of an order, from the history or from the order itself. */
export type RowOrder = Pick<OrderSummary, 'state' | 'placed_at' | 'total' | 'item_count' | 'earliest' | 'latest'> & {
  lines: readonly Pick<OrderSummary['lines'][number], 'title' | 'image'>[];
};

interface RowProps {
  href: string;
  number: string;
  order: RowOrder | undefined;
  /** Instead of the order, when it cannot be had. */
  children?: ReactNode;
}

export function OrderRow({ href, number, order, children }: RowProps) {
  return (
    <li className={css['row']}>
      <div className={css['head']}>
        <a className={css['number']} href={href}>
          {number}
        </a>
        {order && <StateBadge state={order.state} />}
      </div>
      {order ? <What {...order} /> : (children ?? <WhatSkeleton />)}
    </li>
  );
}

const PICTURES = 4;

function What({ state, placed_at, total, item_count, lines, earliest, latest }: RowOrder) {
  const hidden = lines.length - PICTURES;
  const titles = lines.map(({ title }) => title).join(', ');
  return (
    <>
      <p className={css['facts']}>
        {t('placed-on', { day: formatDay(placed_at) })} · {t('items', { count: item_count })}{' '}
        <span className={css['cost']}>
          · <span className={css['total']}>{formatMoney(total)}</span>
        </span>
      </p>
      {(state === 'confirmed' || state === 'shipped') && <p className={css['facts']}>{expectedWords(earliest, latest)}</p>}
      <p className={css['titles']} title={titles} lang={langOfShop()}>
        {titles}
      </p>
      <div className={css['pictures']} aria-hidden="true">
        {lines.slice(0, PICTURES).map(({ image }, at) => (
          <Picture key={at} image={pictureOf(image)} sizes="64px" alt="" className={css['picture'] ?? ''} />
        ))}
        {hidden > 0 && <span className={css['more']}>{t('and-more', { count: hidden })}</span>}
      </div>
    </>
  );
}

function WhatSkeleton() {
  return (
    <>
      <Skeleton className={css['lineSkeleton'] ?? ''} />
      <Skeleton className={css['lineSkeleton'] ?? ''} />
      <div className={css['pictures']}>
        <Skeleton shape="picture" className={css['picture'] ?? ''} />
      </div>
    </>
  );
}

export function RowSkeleton({ count, label }: { count: number; label: string }) {
  return Array.from({ length: count }, (_one, at) => (
    <li key={at} className={css['row']}>
      {at === 0 && <VisuallyHidden>{label}</VisuallyHidden>}
      <div className={css['head']}>
        <Skeleton className={css['numberSkeleton'] ?? ''} />
      </div>
      <WhatSkeleton />
    </li>
  ));
}
