import { isApiError, useIdentity } from '@souk/api';
import { useShipmentsQuery } from '@souk/api/logistics';
import { useOrderQuery } from '@souk/api/order';
import type { OrderState } from '@souk/api/types/order';
import { useState } from 'react';

const POLL_MS = 3_000;
const POLL_IN_TROUBLE_MS = 15_000;
const OVER: readonly OrderState[] = ['delivered', 'cancelled'];
/** Before, nothing is packed; a parcel is made by the order's confirmation. */
const HAS_PARCEL: readonly OrderState[] = ['confirmed', 'shipped', 'delivered'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An order and its parcel, asked for again and again until both have come to rest; a hidden tab rests too. */
export function useLiveOrder(id: string, token: string | undefined) {
  const isSignedIn = useIdentity() === 'signed-in';
  const mayAsk = UUID.test(id) && (token !== undefined || isSignedIn);
  const [moving, setMoving] = useState<{ order: Pace; parcel: Pace }>({ order: true, parcel: true });
  const ref = { id, token };

  const order = useOrderQuery(ref, { skip: !mayAsk, ...polling(moving.order) });
  const state = order.data?.state;
  const hasParcel = state !== undefined && HAS_PARCEL.includes(state);
  const parcel = useShipmentsQuery(ref, { skip: !mayAsk || !hasParcel, ...polling(moving.parcel) });
  const shipment = hasParcel ? parcel.data?.items[0] : undefined;

  const notFound = isApiError(order.error) && order.error.code === 'order-not-found';
  const next = {
    order: !notFound && !(state && OVER.includes(state)) && paceOf(order.isError),
    parcel: shipment?.state !== 'delivered' && paceOf(parcel.isError),
  };
  if (next.order !== moving.order || next.parcel !== moving.parcel) setMoving(next);
  return { order, parcel, shipment, unknown: !mayAsk || notFound };
}

type Pace = boolean | 'slow';

function paceOf(inTrouble: boolean): Pace {
  return inTrouble ? 'slow' : true;
}

function polling(pace: Pace) {
  const pollingInterval = pace === 'slow' ? POLL_IN_TROUBLE_MS : pace ? POLL_MS : 0;
  return { pollingInterval, skipPollingIfUnfocused: true, refetchOnMountOrArgChange: true };
}
