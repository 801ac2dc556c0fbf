"""A shopper cancels an order before its parcel leaves."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from souk_order.actions.deps import Deps
from souk_order.actions.reading import Reader, show_order
from souk_order.domain.cancelling import TooLateToCancel, check_cancellable
from souk_order.domain.orders import Order
from souk_order.domain.states import OrderState
from souk_order.sagas import cancelling


async def cancel_order(deps: Deps, order_id: UUID, reader: Reader) -> Order:
    """Cancelled, or as it stands after a bounded time; asking again is asking once."""
    await show_order(deps, order_id, reader)
    async with deps.refunds.transaction() as refunds:
        order, given = await refunds.open_books(order_id)
        if order.state is OrderState.CANCELLED:
            return order
        earlier = await deps.sagas.find(cancelling.KIND, order.id, within=refunds)
        saga = None
        if earlier is None or earlier.ended:
            check_cancellable(order, given)
            saga = cancelling.begun(order, deps.clock.now())
            await deps.sagas.begin(saga, within=refunds)
    if saga:
        deps.sagas.carry(saga, order)
    found = await deps.sagas.finish(cancelling.KIND, order.id, deps.place_wait_s, _is_cancelled)
    return await _told(deps, cast("Order", found))


async def _told(deps: Deps, order: Order) -> Order:
    """Raises where the parcel was faster."""
    if not _is_cancelled(order):
        saga = await deps.sagas.find(cancelling.KIND, order.id)
        if saga and saga.ended:
            raise TooLateToCancel(order.id, order.state)
    return order


def _is_cancelled(order: Order) -> bool:
    return order.state is OrderState.CANCELLED
