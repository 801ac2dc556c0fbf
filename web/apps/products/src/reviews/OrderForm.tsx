import { t } from './messages';
import { paths } from '@souk/api/paths';
import { classes } from '@souk/ui';
import css from './OrderForm.module.css';
import { ORDERS, reviewsLink, type ReviewsQuery } from './shown';

interface OrderFormProps {
  product: { handle: string };
  query: ReviewsQuery;
}

/** In which order, and of how many stars: links, so that they work without JavaScript. */
export function OrderForm({ product, query }: OrderFormProps) {
  return (
    <nav className={css['bar']} aria-label={t('order-by')} data-keeps-scroll="">
      {ORDERS.map((sort) => (
        <a
          key={sort}
          className={classes(css['pill'], sort === query.sort && css['chosen'])}
          href={reviewsLink(product, query, { sort })}
          aria-current={sort === query.sort ? 'true' : undefined}
          rel="nofollow"
        >
          {t(`order-${sort}`)}
        </a>
      ))}
      {query.cursor !== null && (
        <a className={css['pill']} href={reviewsLink(product, query, {})}>
          {t('from-the-first')}
        </a>
      )}
      {query.stars !== null && (
        <a className={css['pill']} href={paths.reviews(product)}>
          {t('none-so-all')}
        </a>
      )}
    </nav>
  );
}
