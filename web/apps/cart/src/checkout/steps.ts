import { useIdentity, type ApiError } from '@souk/api';
import { useCart, useCheckoutQuery, useSaveCheckoutMutation } from '@souk/api/cart';
import type { AddressBody, Checkout } from '@souk/api/types/cart';
import { useAddressesQuery, useMe } from '@souk/api/user';
import { useEffect, useState } from 'react';
import { NOWHERE, whereFrom, type Where } from './fields';
import { usePaying } from './paying';

type At = 'where' | 'how' | 'pay';

/** The three steps of a checkout: what is typed, what the cart service keeps of it, and where the shopper stands. */
export function useCheckoutSteps() {
  const signedIn = useIdentity() === 'signed-in';
  const [at, goTo] = useState<At>('where');
  const [where, setWhere] = useState<Where>(NOWHERE);
  const [delivery, setDelivery] = useState('standard');
  const [session, setSession] = useState<Checkout | null>(null);
  const [saveCheckout, saving] = useSaveCheckoutMutation();
  const payment = usePaying(session);
  const { data: addresses } = useAddressesQuery(undefined, { skip: !signedIn });
  usePrefill(setWhere, setDelivery);

  const save = async (next: At) => {
    const answer = await saveCheckout({
      contact: { email: where.email.trim(), phone: where.phone.trim(), name: where.name.trim() },
      address: addressOf(where),
      delivery,
    });
    if (!answer.data) return;
    setSession(answer.data);
    setDelivery(answer.data.delivery);
    goTo(next);
  };
  const failed = saving.error as ApiError | undefined;
  return {
    at, goTo, where, setWhere, delivery, setDelivery, session, payment, save, failed, signedIn,
    saving: saving.isLoading,
    saved: addresses?.items ?? [],
  }; // prettier-ignore
}

export type CheckoutSteps = ReturnType<typeof useCheckoutSteps>;

function addressOf({ name, phone, line1, line2, city, state, postalCode }: Where): AddressBody {
  return {
    name: name.trim(),
    phone: phone.trim(),
    line1: line1.trim(),
    line2: line2.trim(),
    city: city.trim(),
    state,
    postal_code: postalCode,
    country: 'IN',
  };
}

/** What is known already is filled in once: an open checkout, else the default address and the account's e-mail. */
function usePrefill(setWhere: (where: Where) => void, setDelivery: (code: string) => void): void {
  const signedIn = useIdentity() === 'signed-in';
  const { data: me } = useMe();
  const { data: addresses } = useAddressesQuery(undefined, { skip: !signedIn });
  const { data: cart } = useCart();
  const [done, setDone] = useState(false);
  const { data: open } = useCheckoutQuery(undefined, { skip: done || !cart?.checkout_id });
  useEffect(() => {
    if (done || !cart || (cart.checkout_id && !open) || (signedIn && (!me || !addresses))) return;
    setDone(true);
    const usual = addresses?.items.find(({ is_default }) => is_default);
    if (open) {
      setWhere(whereFrom(open.address, open.contact.email));
      setDelivery(open.delivery);
    } else if (usual) setWhere(whereFrom(usual, me?.email ?? ''));
    else if (me) setWhere({ ...NOWHERE, email: me.email, name: me.name });
  }, [done, cart, open, me, addresses, signedIn, setWhere, setDelivery]);
}
