import { paths } from '@souk/api';
import { langOfShop } from '@souk/api/language';
import type { OrderLine } from '@souk/api/types/order';
import { Card, formatMoney, Picture } from '@souk/ui';
import { t } from '../messages';
import { pictureOf } from '../picture';
import css from './OrderLines.module.css';

interface OrderLinesProps {
  lines: readonly OrderLine[];
  /** They are with a customer, who can say now how they are. */
  mayReview: boolean;
}

export function OrderLines({ lines, mayReview }: OrderLinesProps) {
  return (
    <Card className={css['card']}>
      <h2 className={css['heading']}>{t('lines-title')}</h2>
      <ul className={css['lines']} aria-label={t('lines-title')}>
        {lines.map((line) => (
          <Line key={line.sku} line={line} mayReview={mayReview} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ line, mayReview }: { line: OrderLine; mayReview: boolean }) {
  const { sku, title, handle, options, image, quantity, unit_price, line_total, discount, paid } = line;
  const chosen = Object.values(options).join(' · ');
  return (
    <li className={css['line']}>
      <Picture image={pictureOf(image)} sizes="80px" alt="" className={css['picture'] ?? ''} />
      <div>
        <p className={css['title']}>
          <a href={paths.product({ handle }, { variant: sku })} lang={langOfShop()}>{title}</a>
        </p>
        {chosen !== '' && <p className={css['quiet']} lang={langOfShop()}><bdi>{chosen}</bdi></p>}
        <p className={css['quiet']}>
          {t('quantity', { count: quantity })}
          {quantity > 1 && ` · ${t('each', { price: formatMoney(unit_price) })}`}
        </p>
        {discount.amount > 0 && <p className={css['quiet']}>{t('line-paid', { money: formatMoney(paid) })}</p>}
        {mayReview && (
          <p className={css['quiet']}>
            <a href={paths.writeReview({ handle })} aria-label={t('write-review-of', { title })}>
              {t('write-review')}
            </a>
          </p>
        )}
      </div>
      <p className={css['total']}>{formatMoney(line_total)}</p>
    </li>
  );
}
