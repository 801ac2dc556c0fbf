"""What a provider asks the shopper: answered in the shop, or elsewhere, from where the shopper comes back."""

from __future__ import annotations

from uuid import UUID

from fastapi.responses import RedirectResponse

from kit.http.auth import Anyone, MaybeShopper
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_order.actions import challenges
from souk_order.domain.failures import (
    ChallengeExpired,
    CheckoutAbandoned,
    CheckoutFailure,
    CheckoutUnavailable,
    OutOfStock,
    PaymentDeclined,
    PaymentNotCaptured,
    ReservationExpired,
)
from souk_order.domain.refusals import NoChallenge, OrderNotFound
from souk_order.routes.deps import LinkToken, OrderDeps, reader_of
from souk_order.schemas.orders import OrderView
from souk_order.schemas.requests import AnswerChallenge

router = Router()


@router.post("/orders/{order_id}/challenge")
@refuses(
    OrderNotFound,
    NoChallenge,
    OutOfStock,
    ReservationExpired,
    PaymentDeclined,
    PaymentNotCaptured,
    ChallengeExpired,
    CheckoutAbandoned,
    CheckoutFailure,
    CheckoutUnavailable,
)
async def answer_challenge(
    order_id: UUID, body: AnswerChallenge, shopper: MaybeShopper, deps: OrderDeps, link_token: LinkToken = None
) -> OrderView:
    """What the shopper answers to a challenge of kind confirm."""
    order = await challenges.answer_challenge(deps, order_id, reader_of(shopper, link_token), body.answer)
    return OrderView.of(order, deps.links.token(order.id))


@router.get("/orders/{order_id}/payment-return", status_code=303, response_class=RedirectResponse)
async def shopper_returned(order_id: UUID, _: Anyone, deps: OrderDeps) -> RedirectResponse:
    """Back from a challenge of kind redirect, by GET; whatever the address says, the provider is asked."""
    await challenges.shopper_returned(deps, order_id)
    return RedirectResponse(f"/orders/{order_id}", status_code=303)
