"""Door 1: HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Header, Request, Response

from contracts.order import MAX_LINK_TOKEN_LENGTH, ORDER_LINK_HEADER
from kit.http.auth import Anyone, AnyShopper, Customer, MaybeShopper, Shopper
from kit.http.etag import NOT_MODIFIED, etagged
from kit.http.idempotency import IdempotencyKey
from kit.http.pages import Cursor, Limit, Page, decode, encode
from kit.http.refusals import refuses
from kit.http.router import ClientAddress, Router, depends
from souk_order.actions import cards, challenges, placing, reading
from souk_order.actions.deps import Deps
from souk_order.actions.reading import Reader
from souk_order.domain.refusals import (
    CardExpired,
    ChallengeExpired,
    CheckoutAbandoned,
    CheckoutAlreadyOrdered,
    CheckoutNotFound,
    CheckoutNotReady,
    CheckoutReplaced,
    CheckoutUnavailable,
    NoChallenge,
    NotASimulatedCard,
    OrderNotFound,
    OutOfStock,
    PaymentDeclined,
    PaymentMethodUnavailable,
    PaymentNotCaptured,
    ReservationExpired,
    SimulationRefused,
    StockRefused,
    TooManyOpenOrders,
    TotalChanged,
)
from souk_order.domain.states import OrderState
from souk_order.schemas import (
    AnswerChallenge,
    CardView,
    OrderSummary,
    OrderView,
    PlaceOrder,
    SimulatedCard,
)

router = Router()
OrderDeps = Annotated[Deps, depends(Deps)]
LinkToken = Annotated[str | None, Header(alias=ORDER_LINK_HEADER, max_length=MAX_LINK_TOKEN_LENGTH)]


@router.post("/simulated-cards", status_code=201)
@refuses(SimulationRefused, NotASimulatedCard, CardExpired)
async def keep_card(card: SimulatedCard, _: Anyone, address: ClientAddress, deps: OrderDeps) -> CardView:
    """A token for one of the test cards; only in a shop on localhost."""
    expires = (card.expiry_year, card.expiry_month)
    return CardView.of(await cards.keep_card(deps, card.number, expires, address))


@router.post(
    "/orders",
    status_code=201,
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
    OutOfStock,
    StockRefused,
    ReservationExpired,
    PaymentDeclined,
    PaymentNotCaptured,
    ChallengeExpired,
    CheckoutUnavailable,
    CheckoutAbandoned,
)
async def place_order(
    body: PlaceOrder,
    shopper: AnyShopper,
    key: IdempotencyKey,
    address: ClientAddress,
    deps: OrderDeps,
    response: Response,
) -> OrderView:
    """Confirmed, or pending with a challenge for the shopper (201), or still under way (202)."""
    order = await placing.place_order(deps, shopper, body.to_request(address), key)
    if order.state is OrderState.PENDING and order.payment.challenge is None:
        response.status_code = 202
    return OrderView.of(order, deps.links.token(order.id))


@router.post("/orders/{order_id}/challenge")
@refuses(
    OrderNotFound,
    NoChallenge,
    OutOfStock,
    ReservationExpired,
    PaymentDeclined,
    PaymentNotCaptured,
    ChallengeExpired,
    CheckoutUnavailable,
    CheckoutAbandoned,
)
async def answer_challenge(
    order_id: UUID, body: AnswerChallenge, shopper: MaybeShopper, deps: OrderDeps, link_token: LinkToken = None
) -> OrderView:
    """What the shopper answers to a challenge of kind confirm."""
    order = await challenges.answer_challenge(deps, order_id, _reader(shopper, link_token), body.answer)
    return OrderView.of(order, deps.links.token(order.id))


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
    order = await reading.show_order(deps, order_id, _reader(shopper, link_token))
    return etagged(request, OrderView.of(order), cache_control="private, no-cache")


def _reader(shopper: Shopper | None, link_token: str | None) -> Reader:
    return Reader(shopper.customer_id if shopper else None, link_token)


def _before(cursor: str | None) -> UUID | None:
    position = decode(cursor, (UUID,))
    return position[0] if position else None
