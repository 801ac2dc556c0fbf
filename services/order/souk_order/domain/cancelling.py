"""A shopper cancels an order before its parcel leaves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_order.domain.orders import Order
from souk_order.domain.refunds import Refund
from souk_order.domain.states import OrderState


class TooLateToCancel(SoukError):
    code = "too-late-to-cancel"
    kind = Kind.CONFLICT

    def __init__(self, order_id: UUID, state: OrderState) -> None:
        super().__init__(
            cause="The parcel has left already, so the order can no longer be cancelled.",
            fix="Send it back when it arrives; our help center says how.",
            facts={"order_id": str(order_id), "state": state},
        )


class NotToBeCancelled(SoukError):
    code = "not-to-be-cancelled"
    kind = Kind.CONFLICT


class ParcelUnderWay(SoukError):
    """Logistics says so."""

    code = "parcel-under-way"
    kind = Kind.CONFLICT


def check_cancellable(order: Order, refunds: Sequence[Refund]) -> None:
    if order.state in {OrderState.SHIPPED, OrderState.DELIVERED}:
        raise TooLateToCancel(order.id, order.state)
    if order.state is not OrderState.CONFIRMED:
        raise NotToBeCancelled(
            "The order waits for its payment.", "Answer your bank, or let it run out: nothing is charged then."
        )
    if any(refund.counts for refund in refunds):
        raise NotToBeCancelled(
            "A part of this order was given back already.", "Ask us for help with this order: we give back the rest."
        )
