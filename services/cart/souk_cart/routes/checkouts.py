"""Door 1: the checkout, and what the order service asks and tells of it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from kit.http.auth import AnyShopper, from_service
from kit.http.refusals import refuses
from kit.http.router import Router, raw_json
from souk_cart.actions import checkouts, claims, orders
from souk_cart.domain.cart import CartFull, CartTooHeavy, OutOfStock
from souk_cart.domain.checkout import (
    CheckoutAlreadyOrdered,
    CheckoutReplaced,
    DeliveryNotOffered,
    DeliveryRefused,
    DeliveryUnavailable,
    EmptyCart,
    NoLongerSold,
    NoSuchCheckout,
    NotDeliveredThere,
)
from souk_cart.domain.claims import ClaimTooLate
from souk_cart.domain.coupons import CouponUsedByYou, CouponUsedUp
from souk_cart.domain.editing import UnknownPromotion
from souk_cart.routes.deps import NO_OFFERS, CartDeps
from souk_cart.schemas.checkout import CheckoutView, Choose, ClaimBody, OrderedBody, OrderQuote

OrderOnly = Annotated[str, from_service("order")]
NO_QUOTE = (CartFull, CartTooHeavy, NotDeliveredThere, DeliveryRefused, DeliveryUnavailable)
NOT_ORDERED = (
    *(NoSuchCheckout, CheckoutAlreadyOrdered, CheckoutReplaced),
    *(EmptyCart, NoLongerSold, OutOfStock, DeliveryNotOffered),
)
router = Router()


@router.put("/checkout", response_model=CheckoutView)
@refuses(*NO_OFFERS, *NO_QUOTE, EmptyCart, DeliveryNotOffered)
async def choose(body: Choose, shopper: AnyShopper, deps: CartDeps) -> Response:
    return _json(CheckoutView.of(await checkouts.choose(deps, shopper, body.to_chosen())))


@router.get("/checkout")
@refuses(*NO_OFFERS, *NO_QUOTE, NoSuchCheckout)
async def show_checkout(shopper: AnyShopper, deps: CartDeps) -> CheckoutView:
    return CheckoutView.of(await checkouts.show_open(deps, shopper))


@router.get("/checkouts/{checkout_id}/quote", response_model=OrderQuote)
@refuses(*NO_OFFERS, *NO_QUOTE, *NOT_ORDERED)
async def quote_for_order(checkout_id: UUID, _: OrderOnly, shopper: AnyShopper, deps: CartDeps) -> Response:
    """For the order service, which sends the shopper's own credentials along."""
    return _json(OrderQuote.of(await checkouts.quote_for_order(deps, shopper, checkout_id)))


@router.post("/checkouts/{checkout_id}/claims", status_code=204)
@refuses(CouponUsedUp, CouponUsedByYou, ClaimTooLate, UnknownPromotion)
async def claim_promotions(checkout_id: UUID, body: ClaimBody, _: OrderOnly, deps: CartDeps) -> None:
    """All or none, once per order however often it is asked; given back when the order is announced as cancelled."""
    await claims.claim(deps, body.to_claim(checkout_id))


@router.post("/checkouts/{checkout_id}/ordered", status_code=204)
async def close_ordered(checkout_id: UUID, body: OrderedBody, _: OrderOnly, deps: CartDeps) -> None:
    """The ordered lines leave the bag; told until it is answered, and a repeat changes nothing."""
    await orders.take_out_ordered(deps, body.to_ordered(checkout_id))


def _json(view: BaseModel) -> Response:
    """A view that was made just now: it is written once, and not validated again."""
    return raw_json(view.model_dump_json())
