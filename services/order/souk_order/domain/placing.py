"""How an order begins, and what keeps one from beginning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contracts.money import Money
from souk_order.domain.orders import Buyer, Order, OrderId, TimelineEntry
from souk_order.domain.payments import Method, Payment
from souk_order.domain.quotes import Quote
from souk_order.domain.refusals import PaymentMethodUnavailable, TooManyOpenOrders, TotalChanged
from souk_order.domain.states import OrderState

# As declined payments are counted, by address, and for how long from the first one on.
DECLINES: Final = "declined-payments"
DECLINES_COUNT_S: Final = 3600.0


@dataclass(frozen=True, slots=True)
class OrderTag:
    """What tells an order apart; the checkout key makes a repeated request the same order."""

    id: OrderId
    number: str
    checkout_key: str
    at: datetime
    placed_from: str | None = None  # the address, sealed
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PendingOrders:
    of_shopper: int
    from_address: int


@dataclass(frozen=True, slots=True)
class PlacingLimits:
    """Few orders wait for their payment at a time, and hold goods; few cards are tried from one address."""

    open_per_shopper: int
    open_per_address: int  # many shoppers may share one
    declines_per_address: int  # in an hour: whoever tries stolen cards sees many

    def check(self, pending: PendingOrders) -> None:
        if pending.of_shopper >= self.open_per_shopper:
            raise TooManyOpenOrders(self.open_per_shopper)
        if pending.from_address >= self.open_per_address:
            raise TooManyOpenOrders(self.open_per_address)


def place(quote: Quote, buyer: Buyer, payment: Payment, expected: Money, tag: OrderTag) -> Order:
    """A pending order at the price the shopper agreed to."""
    if quote.totals.total != expected:
        raise TotalChanged(expected, quote.totals.total)
    if payment.method is Method.CASH_ON_DELIVERY and not quote.cash_on_delivery:
        raise PaymentMethodUnavailable(payment.method)
    return Order(
        id=tag.id,
        number=tag.number,
        checkout_id=quote.checkout_id,
        checkout_key=tag.checkout_key,
        cart_id=quote.cart_id,
        customer_id=buyer.customer_id,
        guest_id=buyer.guest_id,
        state=OrderState.PENDING,
        payment=payment,
        lines=quote.lines,
        totals=quote.totals,
        contact=quote.contact,
        address=quote.address,
        delivery=quote.delivery,
        placed_at=tag.at,
        discounts=quote.discounts,
        taxes=quote.taxes,
        placed_from=tag.placed_from,
        language=tag.language,
        timeline=(TimelineEntry(tag.at, OrderState.PENDING, "We received your order."),),
    )
