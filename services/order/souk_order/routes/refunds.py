"""Money is given back: by staff, or whole when a shopper cancels in time."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response

from kit.http.auth import MaybeShopper, User, staff
from kit.http.idempotency import EffectKey
from kit.http.refusals import refuses
from kit.http.router import Router, raw_json
from souk_order.actions import cancelling, refunding
from souk_order.domain.cancelling import NotToBeCancelled, TooLateToCancel
from souk_order.domain.payments import RefundRefused
from souk_order.domain.refunds import LineNotRefundable, NotRefundable, RefundState
from souk_order.domain.refusals import OrderNotFound
from souk_order.domain.states import OrderState
from souk_order.routes.deps import LinkToken, OrderDeps, reader_of
from souk_order.schemas.orders import OrderView
from souk_order.schemas.refunds import AskRefund, RefundBook, StaffRefundView

router = Router()
Refunder = Annotated[User, staff("orders:refund")]
UNDER_WAY: dict[int | str, dict[str, Any]] = {202: {"description": "Still under way: ask again"}}


@router.get("/desk/orders/{order_id}/refunds")
@refuses(OrderNotFound)
async def list_refunds(order_id: UUID, _: Refunder, deps: OrderDeps) -> RefundBook:
    """What was given back of an order, and what is left of what was taken."""
    return RefundBook.of(*await refunding.list_refunds(deps, order_id))


@router.post("/desk/orders/{order_id}/refunds", status_code=201, response_model=StaffRefundView, responses=UNDER_WAY)
@refuses(OrderNotFound, NotRefundable, LineNotRefundable, RefundRefused)
async def refund_order(order_id: UUID, body: AskRefund, by: Refunder, key: EffectKey, deps: OrderDeps) -> Response:
    """Given back (201), or still under way while the provider does not answer (202)."""
    refund = await refunding.refund_order(deps, order_id, body.to_wanted(), by.id, key)
    status = 202 if refund.state is RefundState.PENDING else 201
    return raw_json(StaffRefundView.of(refund).model_dump_json(), status)


@router.post("/orders/{order_id}/cancellation", response_model=OrderView, responses=UNDER_WAY)
@refuses(OrderNotFound, TooLateToCancel, NotToBeCancelled)
async def cancel_order(
    order_id: UUID, shopper: MaybeShopper, deps: OrderDeps, link_token: LinkToken = None
) -> Response:
    """By its customer or who holds its link, until the parcel leaves; all that was taken is given back."""
    order = await cancelling.cancel_order(deps, order_id, reader_of(shopper, link_token))
    status = 200 if order.state is OrderState.CANCELLED else 202
    return raw_json(OrderView.of(order).model_dump_json(), status)
