import { paths } from '@souk/api';
import { langOfShop } from '@souk/api/language';
import type { CartLine, Image } from '@souk/api/types/cart';
import { Picture, Price, Quantity, formatMoney, type ImageLike } from '@souk/ui';
import { t } from '../messages';
import css from './BagLine.module.css';

interface BagLineProps {
  line: CartLine;
  onQuantity: (quantity: number) => void;
  onRemove: () => void;
  onSave: () => void;
}

const MOST = 99;

export function BagLine({ line, onQuantity, onRemove, onSave }: BagLineProps) {
  const { title, handle, options, unit_price, compare_at, line_total, quantity, stock_left, problem } = line;
  return (
    <li className={css['line']}>
      <Picture image={pictureOf(line.image)} sizes="112px" alt="" className={css['picture']} />
      <div className={css['what']}>
        <p className={css['title']} lang={langOfShop()}>{handle === null ? title : <a href={paths.product({ handle }, { variant: line.sku })}>{title}</a>}</p>
        <p className={css['options']} lang={langOfShop()}><bdi>{Object.values(options).join(' · ')}</bdi></p>
        {unit_price && quantity > 1 && <p className={css['options']}>{t('each', { price: formatMoney(unit_price) })}</p>}
        {problem !== null && (
          <p className={css['problem']} role="alert">
            {t(`problem-${problem}`, { count: stock_left ?? 0 })}
          </p>
        )}
      </div>
      <div className={css['price']}>
        {line_total && (
          <Price price={line_total} compareAt={compare_at && { ...compare_at, amount: compare_at.amount * quantity }} />
        )}
      </div>
      <div className={css['change']}>
        {problem !== 'gone' && problem !== 'sold_out' && (
          <Quantity value={quantity} what={title} max={Math.min(MOST, stock_left ?? MOST)} onChange={onQuantity} />
        )}
        <button type="button" className={css['remove']} aria-label={t('remove-what', { what: title })} onClick={onRemove}>
          {t('remove')}
        </button>
        <button type="button" className={css['remove']} aria-label={t('save-what', { what: title })} onClick={onSave}>
          {t('save')}
        </button>
      </div>
    </li>
  );
}

/** A line's picture may lack its measures; the frame has them anyway. */
export function pictureOf(image: Image | null): ImageLike | null {
  if (!image) return null;
  const { url, alt, width, height, color, srcset } = image;
  return { url, alt: alt ?? '', width: width ?? 800, height: height ?? 1000, color: color ?? '#e6ddd0', srcset: srcset ?? [] };
}
