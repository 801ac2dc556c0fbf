import { t } from '../messages';
import { guideOf } from './size-guide';
import type { ShownProduct } from './shown';
import css from './SizeGuide.module.css';

/** Opens where it stands; it needs no JavaScript, and a product of other sizes has none. */
export function SizeGuide({ product }: { product: Pick<ShownProduct, 'options'> }) {
  const guide = guideOf(product);
  if (!guide) return null;
  return (
    <details className={css['guide']}>
      <summary className={css['summary']}>{t('size-guide')}</summary>
      <table className={css['table']}>
        <caption className={css['caption']}>{t(`size-guide-${guide.kind}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('size')}</th>
            {guide.columns.map((column) => (
              <th key={column} scope="col">
                {t(`size-${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(guide.rows).map(([size, measures]) => (
            <tr key={size}>
              <th scope="row">{size}</th>
              {measures.map((measure, at) => (
                <td key={guide.columns[at]}>{measure}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
