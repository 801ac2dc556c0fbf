"""Checkouts, as the cart service keeps them, asked on the shopper's own behalf."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from contracts.money import Money, zero
from contracts.order import Recipient
from kit.calls.client import Calls, Refused
from kit.calls.codes import codes
from kit.errors import SoukError
from kit.http.auth import Shopper
from souk_order.domain.failures import PromotionUsedUp
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Contact, DeliveryOption, Discount, Line, Quote, Tax, Totals
from souk_order.domain.refusals import CheckoutAlreadyOrdered, CheckoutNotFound, CheckoutNotReady, CheckoutReplaced

# A checkout that is none of this shopper's, or none at all.
UNKNOWN = codes("cart", "no-such-checkout")
REPLACED = codes("cart", "checkout-replaced")
ORDERED = codes("cart", "checkout-already-ordered")
NOT_READY = codes(
    "cart", "empty-cart", "cart-full", "cart-too-heavy", "bag-refused", "no-longer-sold", "out-of-stock",
    "not-delivered-there", "delivery-not-offered", "delivery-refused",
)  # fmt: skip
USED_UP = codes("cart", "coupon-used-up", "coupon-used-by-you")
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
    discount: Money | None = None  # a replica of the release before knows none
    weight_grams: int

    def to_line(self) -> Line:
        return Line(**{**dict(self), "discount": self.discount or zero(self.line_total.currency)})


class QuotedTax(BaseModel):
    name: str
    basis_points: int
    of: Money
    amount: Money


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
    discount: Money | None = None
    delivery: Money
    total: Money

    def to_totals(self) -> Totals:
        return Totals(**{**dict(self), "discount": self.discount or zero(self.total.currency)})


class QuotedDiscount(BaseModel):
    promotion_id: UUID | None
    name: str
    code: str | None
    applies_to: Literal["goods", "delivery"]
    amount: Money
    is_limited: bool


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
    discounts: tuple[QuotedDiscount, ...] = ()
    taxes: tuple[QuotedTax, ...] = ()

    def to_quote(self) -> Quote:
        return Quote(
            checkout_id=self.checkout_id,
            cart_id=self.cart_id,
            lines=tuple(line.to_line() for line in self.lines),
            contact=Contact(**dict(self.contact)),
            address=self.address,
            delivery=DeliveryOption(**dict(self.delivery)),
            cash_on_delivery=self.cash_on_delivery,
            totals=self.totals.to_totals(),
            discounts=tuple(Discount(**dict(discount)) for discount in self.discounts),
            taxes=tuple(Tax(**dict(tax)) for tax in self.taxes),
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

    async def claim(self, order: Order) -> None:
        wanted = {"order_id": order.id, "promotions": _used(order.claims)}
        try:
            # The order's own id makes a repeat the same claim: the key only says that it may be asked again.
            path = f"/checkouts/{order.checkout_id}/claims"
            await self._calls.to("cart").post(path, json=wanted, key=f"{order.id}/claims")
        except Refused as refused:
            if refused.problem.code in USED_UP:
                raise PromotionUsedUp.of(refused.cause, refused.problem.facts) from refused
            raise

    async def close(self, order: Order) -> None:
        lines = [{"sku": line.sku, "quantity": line.quantity} for line in order.lines]
        told = {
            "cart_id": order.cart_id, "order_id": order.id, "order_number": order.number, "lines": lines,
            "promotions": _used(order.discounts),
        }  # fmt: skip
        path = f"/checkouts/{order.checkout_id}/ordered"
        await self._calls.to("cart").post(path, json=told, deadline_s=CLOSE_DEADLINE_S)


def _used(discounts: Iterable[Discount]) -> list[dict[str, Any]]:
    return [{"id": each.promotion_id, "amount": each.amount.amount} for each in discounts if each.promotion_id]


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
