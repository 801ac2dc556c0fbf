import { langOfShop } from '@souk/api/language';
import type { BlockOf } from '@souk/api/types/content';
import css from './Table.module.css';

/** The first row and the first column are headings; on a narrow screen it scrolls by itself. */
export function Table({ caption, rows: [head = [], ...rows] }: BlockOf<'table'>) {
  return (
    // What scrolls has to be reached by the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css['frame']} lang={langOfShop()} role="region" aria-label={caption} tabIndex={0}>
      <table className={css['table']}>
        <caption className={css['caption']}>{caption}</caption>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{first}</th>
              {cells.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
