import { paths } from '@souk/api';
import { useCart } from '@souk/api/cart';
import { langOfShop } from '@souk/api/language';
import type { CartLine } from '@souk/api/types/cart';
import { Button, ButtonLink, Dialog, formatMoney, Picture } from '@souk/ui';
import { t } from '../messages';
import { pictureOf } from './BagLine';
import css from './BagDrawer.module.css';
import { FreeDelivery } from './Summary';

interface BagDrawerProps {
  open: boolean;
  /** What has just come in. */
  added: string;
  onClose: () => void;
}

const SHOWN = 4;

/** What the bag holds now, newest first; the shopper goes on from here, or carries on looking around. */
export function BagDrawer({ open, added, onClose }: BagDrawerProps) {
  const { data: cart } = useCart();
  const lines = [...(cart?.lines ?? [])].reverse();
  const more = lines.length - SHOWN;
  const footer = (
    <div className={css['foot']}>
      {cart && (
        <p className={css['total']}>
          <span>{t('subtotal', { count: cart.item_count })}</span>
          <strong>{formatMoney(cart.totals.subtotal)}</strong>
        </p>
      )}
      <ButtonLink look="primary" wide href={paths.cart()}>
        {t('see-bag')}
      </ButtonLink>
      <Button wide onClick={onClose}>
        {t('keep-looking')}
      </Button>
    </div>
  );

  return (
    <Dialog open={open} onClose={onClose} title={t('drawer-title')} as="sheet" footer={footer}>
      <p role="status" className={css['added']}>
        {t('added', { title: added })}
      </p>
      <ul className={css['lines']} aria-label={t('bag-lines')}>
        {lines.slice(0, SHOWN).map((line) => (
          <Line key={line.sku} line={line} />
        ))}
      </ul>
      {more > 0 && <p className={css['more']}>{t('drawer-more', { count: more })}</p>}
      {cart && <FreeDelivery totals={cart.totals} />}
    </Dialog>
  );
}

function Line({ line: { title, options, image, quantity, line_total } }: { line: CartLine }) {
  return (
    <li className={css['line']}>
      <Picture image={pictureOf(image)} sizes="64px" alt="" className={css['picture']} />
      <span lang={langOfShop()}>
        <span className={css['title']}>{title}</span>
        <bdi className={css['options']}>{[...Object.values(options), `× ${quantity}`].join(' · ')}</bdi>
      </span>
      {line_total && <span className={css['price']}>{formatMoney(line_total)}</span>}
    </li>
  );
}
