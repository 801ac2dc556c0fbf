"""Checkouts, as the cart service keeps them, asked on the shopper's own behalf."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from contracts.money import Money
from contracts.order import Recipient
from kit.calls.client import Calls, Refused
from kit.calls.codes import codes
from kit.errors import SoukError
from kit.http.auth import Shopper
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Contact, DeliveryOption, Line, Quote, Totals
from souk_order.domain.refusals import CheckoutAlreadyOrdered, CheckoutNotFound, CheckoutNotReady, CheckoutReplaced

# A checkout that is none of this shopper's, or none at all.
UNKNOWN = codes("cart", "no-such-checkout")
REPLACED = codes("cart", "checkout-replaced")
ORDERED = codes("cart", "checkout-already-ordered")
NOT_READY = codes(
    "cart", "empty-cart", "cart-full", "cart-too-heavy", "bag-refused", "no-longer-sold", "out-of-stock",
    "not-delivered-there", "delivery-not-offered", "delivery-refused",
)  # fmt: skip
# The shopper waits meanwhile; a cart that is slower is told again after the order's answer.
CLOSE_DEADLINE_S = 1.0


class QuotedLine(BaseModel):
    sku: str
    title: str
    handle: str
    options: dict[str, str] = {}
    image: dict[str, Any] | None = None
    quantity: int
    unit_price: Money
    line_total: Money
    weight_grams: int


class QuotedContact(BaseModel):
    email: str
    phone: str
    name: str


class QuotedDelivery(BaseModel):
    code: str
    name: str
    charge: Money
    earliest: date
    latest: date


class QuotedTotals(BaseModel):
    subtotal: Money
    delivery: Money
    total: Money


class OrderQuote(BaseModel):
    """The cart service's reply."""

    checkout_id: UUID
    cart_id: UUID
    lines: tuple[QuotedLine, ...]
    contact: QuotedContact
    address: Recipient
    delivery: QuotedDelivery
    cash_on_delivery: bool
    totals: QuotedTotals

    def to_quote(self) -> Quote:
        return Quote(
            checkout_id=self.checkout_id,
            cart_id=self.cart_id,
            lines=tuple(Line(**dict(line)) for line in self.lines),
            contact=Contact(**dict(self.contact)),
            address=self.address,
            delivery=DeliveryOption(**dict(self.delivery)),
            cash_on_delivery=self.cash_on_delivery,
            totals=Totals(**dict(self.totals)),
        )


class CartCheckouts:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def quote(self, checkout_id: UUID, shopper: Shopper) -> Quote:
        try:
            path = f"/checkouts/{checkout_id}/quote"
            return (await self._calls.to("cart").get(path, shopper=shopper, reply=OrderQuote)).to_quote()
        except Refused as refused:
            raise _told(refused, checkout_id) from refused

    async def close(self, order: Order) -> None:
        lines = [{"sku": line.sku, "quantity": line.quantity} for line in order.lines]
        told = {"cart_id": order.cart_id, "order_id": order.id, "order_number": order.number, "lines": lines}
        path = f"/checkouts/{order.checkout_id}/ordered"
        await self._calls.to("cart").post(path, json=told, deadline_s=CLOSE_DEADLINE_S)


def _told(refused: Refused, checkout_id: UUID) -> SoukError:
    """By its code, as the shopper should hear it; one that is not about the checkout is passed on as it was said."""
    problem = refused.problem
    if problem.code in UNKNOWN:
        return CheckoutNotFound(checkout_id)
    if problem.code in REPLACED:
        return CheckoutReplaced(problem.cause, problem.fix, problem.facts)
    if problem.code in ORDERED:
        return CheckoutAlreadyOrdered(problem.cause, problem.fix, problem.facts)
    if problem.code in NOT_READY:
        return CheckoutNotReady(problem.cause, problem.fix, {**problem.facts, "reason": problem.code})
    return refused
