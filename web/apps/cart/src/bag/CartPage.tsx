import { paths, toMessage } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { useCart, useAddItemMutation, useChangeQuantityMutation, useRemoveItemMutation, useSaveForLaterMutation } from '@souk/api/cart';
import type { CartLine, CartView } from '@souk/api/types/cart';
import { toast } from '@souk/store/signals';
import { ButtonLink, EmptyState, ErrorNote, PageSkeleton } from '@souk/ui';
import type { Exposed } from '../exposes';
import { t } from '../messages';
import css from './CartPage.module.css';
import { BagLine } from './BagLine';
import { Coupons } from './Coupons';
import { GoesWith } from './GoesWith';
import { SavedLines } from './SavedLines';
import { Summary } from './Summary';

export function CartPage(_props: Exposed['CartPage']) {
  const { data: cart, error, isFetching, refetch } = useCart();
  return (
    <>
      <title>{pageTitle(t('bag-title'))}</title>
      <h1>{t('bag-title')}</h1>
      {error && <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />}
      {error && cart && <p>{t('stale-note')}</p>}
      {cart && cart.lines.length > 0 && <Bag cart={cart} />}
      {!cart && isFetching && <PageSkeleton label={t('bag-loading')} />}
      {!error && !isFetching && !cart?.lines.length && <EmptyBag />}
      {cart && cart.saved.length > 0 && <SavedLines lines={cart.saved} />}
      {cart && cart.lines.length > 0 && <GoesWith handles={cart.lines.flatMap(({ handle }) => handle ?? [])} />}
    </>
  );
}

function EmptyBag() {
  return (
    <EmptyState drawing="bag" title={t('bag-empty')} text={t('bag-empty-text')}>
      <ButtonLink look="primary" href={paths.products({ sort: 'newest' })}>
        {t('see-products')}
      </ButtonLink>
    </EmptyState>
  );
}

function Bag({ cart }: { cart: CartView }) {
  const [changeQuantity, changing] = useChangeQuantityMutation();
  const [removeItem, removing] = useRemoveItemMutation();
  const [addItem] = useAddItemMutation();
  const [saveForLater, saving] = useSaveForLaterMutation();
  const failed = changing.error ?? removing.error ?? saving.error;
  const remove = async ({ sku, title, quantity }: CartLine) => {
    const answer = await removeItem({ sku });
    if (answer.error) return;
    const undo = { label: t('undo'), run: () => void addItem({ sku, quantity }) };
    toast(t('removed', { title }), { action: undo });
  };
  const blocked = cart.lines.some(({ problem }) => problem !== null);

  return (
    <div className={css['layout']}>
      <div>
        {failed && <ErrorNote {...toMessage(failed)} />}
        <ul className={css['lines']} aria-label={t('bag-lines')}>
          {cart.lines.map((line) => (
            <BagLine
              key={line.sku}
              line={line}
              onQuantity={(quantity) => void changeQuantity({ sku: line.sku, quantity })}
              onRemove={() => void remove(line)}
              onSave={() => void saveForLater({ sku: line.sku })}
            />
          ))}
        </ul>
      </div>
      <Summary totals={cart.totals} itemCount={cart.item_count} estimated>
        <Coupons coupons={cart.coupons} />
        {blocked ? (
          <p className={css['blocked']}>{t('fix-lines-first')}</p>
        ) : (
          <ButtonLink look="primary" size="large" wide href={paths.checkout({ step: 'where' })}>
            {t('check-out')}
          </ButtonLink>
        )}
      </Summary>
    </div>
  );
}
