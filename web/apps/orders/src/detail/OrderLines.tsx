import { paths } from '@souk/api';
import type { OrderLine } from '@souk/api/types/order';
import { Card, formatMoney, Picture } from '@souk/ui';
import { t } from '../messages/en-IN';
import { pictureOf } from '../picture';
import css from './OrderLines.module.css';

export function OrderLines({ lines }: { lines: readonly OrderLine[] }) {
  return (
    <Card className={css['card']}>
      <h2 className={css['heading']}>{t('lines-title')}</h2>
      <ul className={css['lines']} aria-label={t('lines-title')}>
        {lines.map((line) => (
          <Line key={line.sku} {...line} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ sku, title, handle, options, image, quantity, unit_price, line_total, discount, paid }: OrderLine) {
  const chosen = Object.values(options).join(' · ');
  return (
    <li className={css['line']}>
      <Picture image={pictureOf(image)} sizes="80px" alt="" className={css['picture'] ?? ''} />
      <div>
        <p className={css['title']}>
          <a href={paths.product({ handle }, { variant: sku })}>{title}</a>
        </p>
        {chosen !== '' && <p className={css['quiet']}>{chosen}</p>}
        <p className={css['quiet']}>
          {t('quantity', { count: quantity })}
          {quantity > 1 && ` · ${t('each', { price: formatMoney(unit_price) })}`}
        </p>
        {discount.amount > 0 && <p className={css['quiet']}>{t('line-paid', { money: formatMoney(paid) })}</p>}
      </div>
      <p className={css['total']}>{formatMoney(line_total)}</p>
    </li>
  );
}
