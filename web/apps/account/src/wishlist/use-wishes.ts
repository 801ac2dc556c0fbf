import { paths, toMessage } from '@souk/api';
import { useAddWishMutation, useRemoveWishMutation, useWishlist } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { t } from './messages';

export interface Wishable {
  productId: string;
  handle: string;
  title: string;
}

/** Which products are wished for, and how that changes: at once for the eye, settled by the server's answer. */
export function useWishes() {
  const { data } = useWishlist();
  const [add, adding] = useAddWishMutation();
  const [remove, removing] = useRemoveWishMutation();
  const wished = new Set(data?.items.map(({ product_id }) => product_id));
  if (adding.isLoading && adding.originalArgs) wished.add(adding.originalArgs.productId);
  if (removing.isLoading && removing.originalArgs) wished.delete(removing.originalArgs.productId);

  const toggle = async ({ productId, handle, title }: Wishable) => {
    const isWished = wished.has(productId);
    const { error } = await (isWished ? remove({ productId }) : add({ productId, handle }));
    const { cause, fix } = toMessage(error);
    if (error) toast(`${cause} ${fix}`, { tone: 'bad' });
    else if (isWished) toast(t('unwished', { title }));
    else toast(t('wished', { title }), { action: { label: t('see-wishlist'), href: paths.account({ part: 'wishlist' }) } });
  };
  return { isWished: (productId: string) => wished.has(productId), toggle };
}
