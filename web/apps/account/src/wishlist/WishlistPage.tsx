import { isApiError, paths, toMessage, useIdentity } from '@souk/api';
import { useProductQuery } from '@souk/api/product-query';
import type { ProductView } from '@souk/api/types/product';
import type { WishView } from '@souk/api/types/user';
import { useWishlist } from '@souk/api/user';
import { Button, ButtonLink, EmptyState, ErrorNote, PageSkeleton, ProductTile, Skeleton } from '@souk/ui';
import { useState } from 'react';
import { AccountFrame } from '../frame/AccountFrame';
import { t } from '../messages';
import { BackInStock } from '../notices/BackInStock';
import { Heart } from './Heart';
import { useWishes } from './use-wishes';
import css from './WishlistPage.module.css';

const AT_ONCE = 24;

/** Guests have one too: it comes along when they sign in. */
export function WishlistPage() {
  const identity = useIdentity();
  const { data, error, refetch } = useWishlist();
  const items = identity === 'nobody' ? [] : data?.items;
  const lead = identity === 'signed-in' ? t('wishlist-lead') : t('wishlist-lead-guest');
  return (
    <AccountFrame part="wishlist" title={t('wishlist')} lead={lead}>
      {items ? (
        <Wishes wishes={items} />
      ) : error ? (
        <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />
      ) : (
        <PageSkeleton label={t('loading')} />
      )}
    </AccountFrame>
  );
}

function Wishes({ wishes }: { wishes: readonly WishView[] }) {
  const [shown, setShown] = useState(AT_ONCE);
  if (wishes.length === 0) {
    return (
      <EmptyState drawing="bag" title={t('no-wishes')} text={t('no-wishes-text')}>
        <ButtonLink look="primary" href={paths.products()}>
          {t('see-products')}
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={css['grid']}>
        {wishes.slice(0, shown).map((wish) => (
          <WishedProduct key={wish.product_id} wish={wish} />
        ))}
      </ul>
      {wishes.length > shown && (
        <div>
          <Button onClick={() => setShown(shown + AT_ONCE)}>{t('show-more')}</Button>
        </div>
      )}
    </>
  );
}

/** Each is asked for on its own, of what the gateway keeps: one that is gone leaves the others alone. */
function WishedProduct({ wish: { product_id: productId, handle } }: { wish: WishView }) {
  const { data: product, error } = useProductQuery({ handle });
  const { toggle } = useWishes();
  const drop = (title: string) => void toggle({ productId, handle, title });
  if (product) return <SoldProduct product={product} onDrop={() => drop(product.title)} />;
  if (!error) {
    return (
      <li>
        <Skeleton shape="picture" />
        <Skeleton shape="line" />
      </li>
    );
  }
  const isGone = isApiError(error) && error.status === 404;
  return (
    <li className={css['gone']}>
      <p>{isGone ? t('not-sold') : toMessage(error).cause}</p>
      {isGone && <Button onClick={() => drop(t('this-product'))}>{t('remove')}</Button>}
    </li>
  );
}

function SoldProduct({ product, onDrop }: { product: ProductView; onDrop: () => void }) {
  const { id: productId, handle, title } = product;
  return (
    <ProductTile product={product} href={paths.product(product)} heading="h2">
      <Heart title={title} wished onToggle={onDrop} />
      {!product.available && <BackInStock productId={productId} sku={null} handle={handle} title={title} />}
    </ProductTile>
  );
}
