import { paths } from '@souk/api';
import { langOfShop } from '@souk/api/language';
import type { OrderLine } from '@souk/api/types/order';
import { Button, ButtonLink, formatMoney } from '@souk/ui';
import { useEffect, useRef } from 'react';
import { t } from '../messages';
import css from './Reorder.module.css';
import { useReorder, type Outcome, type Reordered } from './reorder';

/** All of an order into the bag once more; what came otherwise is said line by line. */
export function Reorder({ lines }: { lines: readonly OrderLine[] }) {
  const { busy, done, reorder } = useReorder();
  if (!done) {
    return (
      <Button busy={busy} onClick={() => void reorder(lines)}>
        {t('reorder')}
      </Button>
    );
  }
  const open = done.filter(({ outcome }) => outcome.kind === 'refused').map(({ line }) => line);
  return (
    <div className={css['done']}>
      <Told done={done} />
      {open.length > 0 && (
        <Button busy={busy} onClick={() => void reorder(open)}>
          {t('reorder-rest', { count: open.length })}
        </Button>
      )}
      <ButtonLink look="primary" href={paths.cart()}>
        {t('to-bag')}
      </ButtonLink>
    </div>
  );
}

function Told({ done }: { done: readonly Reordered[] }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [done]);
  const others = done.filter(({ outcome }) => outcome.kind !== 'added');
  const came = done.filter(({ outcome: { kind } }) => kind !== 'gone' && kind !== 'sold-out' && kind !== 'refused');
  return (
    <>
      <h3 ref={title} tabIndex={-1} className={css['title']}>
        {came.length === 0 ? t('reorder-none') : t('reorder-done', { count: came.length })}
      </h3>
      {others.length > 0 && (
        <ul className={css['lines']}>
          {others.map(({ line, outcome }) => (
            <li key={line.sku}>
              <a href={paths.product({ handle: line.handle })} lang={langOfShop()}>{line.title}</a>: {words(line, outcome)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function words({ unit_price: then, quantity }: OrderLine, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'added':
      return '';
    case 'dearer':
    case 'cheaper':
      return t(`reorder-${outcome.kind}`, { now: formatMoney(outcome.price), before: formatMoney(then) });
    case 'short':
      return t('reorder-short', { count: outcome.count, wanted: quantity });
    case 'sold-out':
    case 'gone':
      return t(`reorder-${outcome.kind}`);
    case 'refused':
      return outcome.cause ? `${outcome.cause} ${outcome.fix}` : t('reorder-refused');
    default:
      return outcome satisfies never;
  }
}
