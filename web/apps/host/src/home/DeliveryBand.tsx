import { t } from '../messages/en-IN';
import css from './DeliveryBand.module.css';

const points = [
  { title: 'band-date', text: 'band-date-text', icon: 'M5 8h22v19H5zM5 14h22M11 4v7M21 4v7M12 21l3 3 6-6' },
  { title: 'band-price', text: 'band-price-text', icon: 'M5 5h11l12 12-11 11L5 16zM11 11h.01' },
  { title: 'band-pay', text: 'band-pay-text', icon: 'M4 8h24v17H4zM4 14h24M8 20h6' },
] as const;

export function DeliveryBand() {
  return (
    <section aria-labelledby="promise" className={css['band']}>
      <h2 id="promise">{t('band-title')}</h2>
      <ul className={css['points']}>
        {points.map(({ title, text, icon }) => (
          <li key={title} className={css['point']}>
            <svg viewBox="0 0 32 32" width="36" height="36" fill="none" className={css['icon']} aria-hidden="true">
              <path d={icon} />
            </svg>
            <h3>{t(title)}</h3>
            <p>{t(text)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
