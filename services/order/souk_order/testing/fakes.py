"""The other services as an order sees them, in memory; StockBehaviour holds the stock to its word."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from contracts.product import LOW_STOCK
from kit.calls.client import Unavailable
from kit.clock import Clock
from kit.http.auth import Shopper
from souk_order.domain.cancelling import ParcelUnderWay
from souk_order.domain.failures import OutOfStock, PromotionUsedUp, ReservationExpired
from souk_order.domain.invoices import Invoice
from souk_order.domain.orders import Order
from souk_order.domain.quotes import Held, Line, Quote
from souk_order.domain.refusals import CheckoutNotFound


@dataclass
class FakeCheckouts:
    quotes: dict[UUID, Quote] = field(default_factory=dict[UUID, Quote])
    asked: int = 0
    closed: dict[UUID, UUID] = field(default_factory=dict[UUID, UUID])  # checkout: order
    silent: int = 0  # so many calls to close get no answer
    broken: bool = False  # and those after them end in a fault
    limit: int = 1  # orders that may use the limited promotion
    claims: dict[UUID, UUID] = field(default_factory=dict[UUID, UUID])  # order: checkout
    claims_silent: int = 0  # so many claims get no answer, though they are made

    def add(self, quote: Quote) -> Quote:
        self.quotes[quote.checkout_id] = quote
        return quote

    async def quote(self, checkout_id: UUID, shopper: Shopper) -> Quote:
        self.asked += 1
        if checkout_id not in self.quotes:
            raise CheckoutNotFound(checkout_id)
        return self.quotes[checkout_id]

    async def claim(self, order: Order) -> None:
        others = [checkout for checkout in self.claims.values() if checkout != order.checkout_id]
        if order.id not in self.claims and len(others) >= self.limit:
            raise PromotionUsedUp.of("WELCOME has been used up by others.", {"coupon": "WELCOME"})
        self.claims[order.id] = order.checkout_id
        if self.claims_silent:
            self.claims_silent -= 1
            raise Unavailable("cart", "no answer", maybe_done=True)

    async def close(self, order: Order) -> None:
        if self.silent:
            self.silent -= 1
            raise Unavailable("cart", "no answer", maybe_done=True)
        if self.broken:
            raise ZeroDivisionError
        self.closed[order.checkout_id] = order.id


@dataclass
class FakeParcels:
    left: set[UUID] = field(default_factory=set[UUID])  # orders whose parcel is with the carrier
    stopped: list[UUID] = field(default_factory=list[UUID])
    silent: int = 0  # so many calls get no answer

    async def stop(self, order_id: UUID) -> None:
        if self.silent:
            self.silent -= 1
            raise Unavailable("logistics", "no answer", maybe_done=True)
        if order_id in self.left:
            raise ParcelUnderWay("The parcel is with the carrier.", "Wait for it.")
        self.stopped.append(order_id)


class FakeDocuments:
    async def draw(self, invoice: Invoice) -> bytes:
        return invoice.number.encode()


@dataclass(frozen=True)
class Reserved:
    state: str
    lines: tuple[tuple[str, int], ...]
    expires_at: datetime


class FakeStock:
    """`silent` names verbs that stay without an answer, before or after they are carried out; `broken`, faulty ones."""

    def __init__(self, clock: Clock, **left: int) -> None:
        self.left = dict(left)
        self.reservations: dict[str, Reserved] = {}
        self.silent: dict[str, int] = {}
        self.silent_after: dict[str, int] = {}
        self.broken = set[str]()
        self.lapses = False  # what is held is gone before it is committed
        self._clock = clock

    async def reserve(self, key: str, lines: Sequence[Line], ttl_s: float) -> Held:
        self._lose_request("reserve")
        plenty = all(self.left.get(line.sku, 0) - line.quantity > LOW_STOCK for line in lines)
        left = self._keep(key, lines, "committed" if plenty else "held", ttl_s)
        self._lose_answer("reserve")
        return Held(left, sold=self.reservations[key].state == "committed")

    async def sell(self, key: str, lines: Sequence[Line]) -> None:
        self._lose_request("reserve")
        self._keep(key, lines, "committed", 0)
        self.reservations[key] = replace(self._still_held(key), state="committed")
        self._lose_answer("reserve")

    async def renew(self, key: str, ttl_s: float) -> None:
        self._lose_request("renew")
        held = self._still_held(key)
        self.reservations[key] = replace(held, expires_at=self._clock.now() + timedelta(seconds=ttl_s))
        self._lose_answer("renew")

    async def commit(self, key: str) -> None:
        self._lose_request("commit")
        if self.lapses and self._seen(key) == "held":
            self._give_back(key, "expired")
        self.reservations[key] = replace(self._still_held(key), state="committed")
        self._lose_answer("commit")

    async def release(self, key: str) -> None:
        self._lose_request("release")
        if key in self.reservations and self._seen(key) in {"held", "committed"}:
            self._give_back(key, "released")
        self._lose_answer("release")

    def _keep(self, key: str, lines: Sequence[Line], state: str, ttl_s: float) -> dict[str, int]:
        if key in self.reservations:
            self._still_held(key)
            return {}
        for line in lines:
            if self.left.get(line.sku, 0) < line.quantity:
                raise OutOfStock.of(line.title, line.sku, line.quantity, self.left.get(line.sku, 0))
        for line in lines:
            self.left[line.sku] -= line.quantity
        wanted = tuple((line.sku, line.quantity) for line in lines)
        self.reservations[key] = Reserved(state, wanted, self._clock.now() + timedelta(seconds=ttl_s))
        return {line.sku: self.left[line.sku] for line in lines}

    def _seen(self, key: str) -> str:
        held = self.reservations[key]
        if held.state == "held" and held.expires_at <= self._clock.now():
            self._give_back(key, "expired")
        return self.reservations[key].state

    def _still_held(self, key: str) -> Reserved:
        if key not in self.reservations or self._seen(key) not in {"held", "committed"}:
            raise ReservationExpired.of(UUID(key))
        return self.reservations[key]

    def _give_back(self, key: str, state: str) -> None:
        for sku, quantity in self.reservations[key].lines:
            self.left[sku] += quantity
        self.reservations[key] = replace(self.reservations[key], state=state)

    def _lose_request(self, verb: str) -> None:
        if verb in self.broken:
            raise ZeroDivisionError
        _once_less(self.silent, verb)

    def _lose_answer(self, verb: str) -> None:
        _once_less(self.silent_after, verb)


def _once_less(silences: dict[str, int], verb: str) -> None:
    if silences.get(verb, 0) > 0:
        silences[verb] -= 1
        raise Unavailable("product", "no answer", maybe_done=True)


class KeptStock(FakeStock):
    """Survives its process: every change is in a file before it is answered."""

    def __init__(self, clock: Clock, file: Path, **left: int) -> None:
        super().__init__(clock, **left)
        self._file = file
        if file.exists():
            kept = json.loads(file.read_text())
            self.left = kept["left"]
            self.reservations = {
                key: Reserved(state, tuple((sku, many) for sku, many in lines), datetime.fromisoformat(expires_at))
                for key, (state, lines, expires_at) in kept["reservations"].items()
            }

    def _lose_answer(self, verb: str) -> None:
        reservations = {
            key: (held.state, held.lines, held.expires_at.isoformat()) for key, held in self.reservations.items()
        }
        self._file.write_text(json.dumps({"left": self.left, "reservations": reservations}))
        super()._lose_answer(verb)
