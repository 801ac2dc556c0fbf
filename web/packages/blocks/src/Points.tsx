import { langOfShop } from '@souk/api/language';
import type { BlockOf, Point } from '@souk/api/types/content';
import css from './Points.module.css';

const ICONS: Readonly<Record<Point['icon'], string>> = {
  calendar: 'M5 8h22v19H5zM5 14h22M11 4v7M21 4v7M12 21l3 3 6-6',
  tag: 'M5 5h11l12 12-11 11L5 16zM11 11h.01',
  card: 'M4 8h24v17H4zM4 14h24M8 20h6',
  parcel: 'M4 10l12-6 12 6v13l-12 6-12-6zM4 10l12 6 12-6M16 16v13',
  heart: 'M16 27C7 20 4 16 4 11a6 6 0 0 1 12-2 6 6 0 0 1 12 2c0 5-3 9-12 16z',
  question: 'M11 11a5 5 0 1 1 7 5c-2 1-2 2-2 4M16 26h.01',
};

/** A band of short promises. */
export function Points({ id, title, points }: BlockOf<'points'> & { id: string }) {
  return (
    <section aria-labelledby={id} className={css['band']} lang={langOfShop()}>
      <h2 id={id}>{title}</h2>
      <ul className={css['points']}>
        {points.map((point) => (
          <li key={point.title} className={css['point']}>
            <svg viewBox="0 0 32 32" width="36" height="36" fill="none" className={css['icon']} aria-hidden="true">
              <path d={ICONS[point.icon]} />
            </svg>
            <h3>{point.title}</h3>
            <p>{point.text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
