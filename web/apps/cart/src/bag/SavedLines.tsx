import { paths, toMessage } from '@souk/api';
import { useMoveToBagMutation, useRemoveSavedMutation } from '@souk/api/cart';
import { langOfShop } from '@souk/api/language';
import type { CartLine } from '@souk/api/types/cart';
import { Button, ErrorNote, Picture, Price } from '@souk/ui';
import { t } from '../messages';
import { pictureOf } from './BagLine';
import css from './SavedLines.module.css';

/** What lies beside the bag: it comes back from here, or goes. */
export function SavedLines({ lines }: { lines: readonly CartLine[] }) {
  const [move, moving] = useMoveToBagMutation();
  const [remove, removing] = useRemoveSavedMutation();
  const failed = moving.error ?? removing.error;
  return (
    <section className={css['saved']} aria-labelledby="saved-title">
      <h2 id="saved-title">{t('saved-title')}</h2>
      {failed && <ErrorNote {...toMessage(failed)} />}
      <ul className={css['lines']} aria-labelledby="saved-title">
        {lines.map((line) => (
          <Saved key={line.sku} line={line} onMove={() => void move({ sku: line.sku })} onRemove={() => void remove({ sku: line.sku })} />
        ))}
      </ul>
    </section>
  );
}

function Saved({ line, onMove, onRemove }: { line: CartLine; onMove: () => void; onRemove: () => void }) {
  const { sku, title, handle, options, image, unit_price, compare_at, problem, stock_left } = line;
  const isHad = problem === null || problem === 'only_some_left';
  return (
    <li className={css['line']}>
      <Picture image={pictureOf(image)} sizes="80px" alt="" className={css['picture']} />
      <div className={css['what']}>
        <p className={css['title']} lang={langOfShop()}>{handle === null ? title : <a href={paths.product({ handle }, { variant: sku })}>{title}</a>}</p>
        <p className={css['quiet']} lang={langOfShop()}><bdi>{Object.values(options).join(' · ')}</bdi></p>
        {unit_price && <Price price={unit_price} compareAt={compare_at} />}
        {problem !== null && <p className={css['quiet']}>{t(isHad ? 'problem-only_some_left' : 'sold-out', { count: stock_left ?? 0 })}</p>}
      </div>
      <div className={css['change']}>
        <Button disabled={!isHad} aria-label={t('to-the-bag-what', { what: title })} onClick={onMove}>
          {t('to-the-bag')}
        </Button>
        <button type="button" className={css['remove']} aria-label={t('remove-what', { what: title })} onClick={onRemove}>
          {t('remove')}
        </button>
      </div>
    </li>
  );
}
