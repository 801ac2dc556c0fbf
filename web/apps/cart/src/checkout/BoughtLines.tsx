import { langOfShop } from '@souk/api/language';
import type { CartLine } from '@souk/api/types/cart';
import { formatMoney, Picture } from '@souk/ui';
import { pictureOf } from '../bag/BagLine';
import css from './BoughtLines.module.css';

/** What is being bought, small. */
export function BoughtLines({ lines }: { lines: readonly CartLine[] }) {
  return (
    <ul className={css['lines']}>
      {lines.map(({ sku, title, image, options, quantity, line_total }) => (
        <li key={sku} className={css['line']}>
          <Picture image={pictureOf(image)} sizes="56px" alt="" className={css['picture']} />
          <span className={css['what']} lang={langOfShop()}>
            {title}
            <bdi className={css['options']}>{[...Object.values(options), `× ${quantity}`].join(' · ')}</bdi>
          </span>
          <span className={css['price']}>{line_total && formatMoney(line_total)}</span>
        </li>
      ))}
    </ul>
  );
}
