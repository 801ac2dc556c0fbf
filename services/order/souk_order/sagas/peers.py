"""Whom a checkout's steps ask, and how long things may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kit.clock import Clock
from kit.sagas.saga import Saga
from souk_order.domain.links import Links
from souk_order.domain.orders import Order
from souk_order.domain.payments import Method, is_answered_elsewhere
from souk_order.domain.refusals import PaymentMethodUnavailable
from souk_order.ports import Checkouts, Parcels, PaymentProvider, Stock

# A challenge that is answered elsewhere is asked about even if nobody says that it was: soon, then more rarely.
FIRST_LOOK_S: Final = 5.0
LONGEST_LOOK_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, as settings.py says. A reservation outlives the payment that it waits for."""

    payment_s: float
    challenge_s: float
    scarce_challenge_s: float  # where the order holds a good part of what there is
    reservation_margin_s: float

    def challenge_of(self, order: Order) -> float:
        return min(self.challenge_s, self.scarce_challenge_s) if order.goods_scarce else self.challenge_s


@dataclass(frozen=True, slots=True)
class Peers:
    """What a checkout's steps work with: whom they ask, by what time, and for how long."""

    stock: Stock
    checkouts: Checkouts
    providers: Mapping[Method, PaymentProvider]
    links: Links
    clock: Clock
    limits: Limits
    returns: str  # the address of this service's orders, as browsers reach it
    parcels: Parcels

    def paying(self, order: Order) -> PaymentProvider:
        if order.payment.method not in self.providers:
            raise PaymentMethodUnavailable(order.payment.method)
        return self.providers[order.payment.method]

    async def undo_charge(self, order: Order) -> None:
        """All of it goes back; of an order that cost nothing there is nothing that a provider would take back."""
        if order.totals.total.amount:
            await self.paying(order).refund(order.charge_key, order.undo_key, order.totals.total)

    def return_url(self, order: Order) -> str:
        return f"{self.returns}/{order.id}/payment-return"

    def look_at(self, saga: Saga, order: Order) -> datetime | None:
        """When to ask about an open challenge; never about one whose answer this service itself passes on."""
        if order.payment.challenge is None or not is_answered_elsewhere(order.payment.challenge):
            return None
        now = self.clock.now()
        open_s = self.limits.challenge_of(order) - (saga.give_up_at - now).total_seconds()
        return now + timedelta(seconds=min(max(FIRST_LOOK_S, open_s), LONGEST_LOOK_S))
