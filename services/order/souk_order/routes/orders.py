"""Orders are placed, listed and shown."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request, Response

from kit.http.auth import AnyShopper, Customer, MaybeShopper
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.idempotency import EffectKey
from kit.http.limits import TooMany
from kit.http.pages import Cursor, Limit, Page, decode, encode
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Language, Router, raw_json
from souk_order.actions import invoicing, placing, reading, refunding
from souk_order.domain.failures import (
    ChallengeExpired,
    CheckoutAbandoned,
    CheckoutFailure,
    CheckoutUnavailable,
    OutOfStock,
    PaymentDeclined,
    PaymentNotCaptured,
    PromotionUsedUp,
    ReservationExpired,
    StockRefused,
)
from souk_order.domain.refusals import (
    CheckoutAlreadyOrdered,
    CheckoutNotFound,
    CheckoutNotReady,
    CheckoutReplaced,
    OrderNotFound,
    PaymentMethodUnavailable,
    TooManyOpenOrders,
    TotalChanged,
)
from souk_order.domain.states import OrderState
from souk_order.routes.deps import LinkToken, OrderDeps, reader_of
from souk_order.schemas.invoices import InvoiceLink
from souk_order.schemas.orders import OrderSummary, OrderView
from souk_order.schemas.requests import PlaceOrder

router = Router()


@router.post(
    "/orders",
    status_code=201,
    response_model=OrderView,
    responses={202: {"model": OrderView, "description": "Still under way: ask for the order again"}},
)
@refuses(
    TotalChanged,
    CheckoutNotFound,
    CheckoutNotReady,
    CheckoutAlreadyOrdered,
    CheckoutReplaced,
    PaymentMethodUnavailable,
    TooManyOpenOrders,
    TooMany,
    OutOfStock,
    StockRefused,
    PromotionUsedUp,
    ReservationExpired,
    PaymentDeclined,
    PaymentNotCaptured,
    ChallengeExpired,
    CheckoutUnavailable,
    CheckoutAbandoned,
    CheckoutFailure,
)
async def place_order(
    body: PlaceOrder,
    shopper: AnyShopper,
    key: EffectKey,
    address: ClientAddress,
    language: Language,
    deps: OrderDeps,
) -> Response:
    """Confirmed, or pending with a challenge for the shopper (201), or still under way (202)."""
    order = await placing.place_order(deps, shopper, body.to_request(address, language), key)
    is_under_way = order.state is OrderState.PENDING and order.payment.challenge is None
    view = OrderView.of(order, deps.links.token(order.id))
    return raw_json(view.model_dump_json(), 202 if is_under_way else 201)


@router.get("/orders")
async def list_orders(
    customer: Customer, deps: OrderDeps, cursor: Cursor = None, limit: Limit = 20
) -> Page[OrderSummary]:
    """A customer's orders, newest first."""
    before = _before(cursor)
    orders = await reading.list_orders(deps, customer.id, before, limit + 1)
    more = len(orders) > limit
    return Page(
        items=[OrderSummary.of(order) for order in orders[:limit]],
        next_cursor=encode(orders[limit - 1].id) if more else None,
    )


@router.get("/orders/{order_id}", response_model=OrderView, responses=NOT_MODIFIED)
@refuses(OrderNotFound)
async def show_order(
    order_id: UUID, shopper: MaybeShopper, deps: OrderDeps, request: Request, link_token: LinkToken = None
) -> Response:
    """An order as it stands, for its customer or whoever holds its link token."""
    order = await reading.show_order(deps, order_id, reader_of(shopper, link_token))
    refunds = await refunding.refunds_shown(deps, order)
    shown = await invoicing.invoices_shown(deps, order)
    invoices = [InvoiceLink.of(each, deps.links.ticket(each.id, deps.clock.now())) for each in shown]
    return etagged(request, OrderView.of(order, refunds=refunds, invoices=invoices), cache_control="private, no-cache")


def _before(cursor: str | None) -> UUID | None:
    position = decode(cursor, (UUID,))
    return position[0] if position else None
