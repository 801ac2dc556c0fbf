import { paths } from '@souk/api';
import type { OrderView } from '@souk/api/types/order';
import { ButtonLink, Card, formatDay } from '@souk/ui';
import { useEffect, useRef } from 'react';
import { t } from '../messages/en-IN';
import css from './Placed.module.css';

/** The last step: it is placed, this is what happens now. */
export function Placed({ order }: { order: OrderView }) {
  const { id, number, link_token, contact, delivery } = order;
  const title = t('thanks', { name: contact.name.split(' ')[0] ?? contact.name });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    scrollTo({ top: 0 });
  }, []);
  return (
    <Card className={css['placed']}>
      <title>{`${title} · Souk`}</title>
      <svg viewBox="0 0 48 48" width="64" height="64" aria-hidden="true" className={css['mark']}>
        <circle cx="24" cy="24" r="22" />
        <path d="M14 25l7 7 14-15" fill="none" strokeWidth="4" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p>{t('placed-number', { number })}</p>
      <p>{t('placed-arrives', { from: formatDay(delivery.earliest), to: formatDay(delivery.latest) })}</p>
      {link_token !== null && <p className={css['note']}>{t('placed-mail')}</p>}
      <div className={css['actions']}>
        <ButtonLink look="primary" href={link_token === null ? paths.order({ id }) : paths.guestOrder({ id, token: link_token })}>
          {t('follow-order')}
        </ButtonLink>
        <ButtonLink href={paths.products()}>{t('keep-looking')}</ButtonLink>
      </div>
    </Card>
  );
}
