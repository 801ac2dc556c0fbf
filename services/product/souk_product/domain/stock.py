"""Reservations: what may happen to stock that is held for an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.product import LOW_STOCK
from kit.errors import Kind, SoukError

MOST_OF_A_LINE = 10_000
MOST_ON_SHELF = 10_000_000


class StockPolicy(StrEnum):
    """Whether the stock of a variant limits its sale; Shopify's tracker and policy columns say it."""

    TRACKED = "tracked"
    BACKORDER = "backorder"  # counted, and sold past zero
    UNTRACKED = "untracked"

    @property
    def limits(self) -> bool:
        return self is StockPolicy.TRACKED


class State(StrEnum):
    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"
    EXPIRED = "expired"


class OutOfStock(SoukError):
    code = "out-of-stock"
    kind = Kind.CONFLICT

    def __init__(self, sku: str, wanted: int, left: int) -> None:
        super().__init__(
            cause=f"Only {left} of {sku} left, {wanted} wanted." if left else f"{sku} is sold out.",
            fix=f"Lower the quantity to {left}, or remove the line." if left else "Remove the line.",
            facts={"sku": sku, "wanted": wanted, "left": left},
        )


class UnknownSku(SoukError):
    code = "unknown-sku"
    kind = Kind.NOT_FOUND

    def __init__(self, sku: str) -> None:
        super().__init__(
            cause=f"No variant has the SKU {sku}.",
            fix="Take the SKU from the product's variants; it may have left the catalogue.",
            facts={"sku": sku},
        )


class UnknownReservation(SoukError):
    code = "unknown-reservation"
    kind = Kind.NOT_FOUND

    def __init__(self, key: str) -> None:
        super().__init__(
            cause="No reservation has this key.",
            fix="Reserve first, with PUT on the same address.",
            facts={"key": key},
        )


class OtherLines(SoukError):
    code = "other-lines"
    kind = Kind.UNPROCESSABLE

    def __init__(self, key: str) -> None:
        super().__init__(
            cause="This key already holds other lines.",
            fix="Repeat a reservation with the same lines, or use a new key.",
            facts={"key": key},
        )


class ReservationExpired(SoukError):
    code = "reservation-expired"
    kind = Kind.CONFLICT

    def __init__(self, key: str, expired_at: datetime) -> None:
        super().__init__(
            cause="The reservation has expired; its stock is open to others.",
            fix="Reserve again with a new key.",
            facts={"key": key, "expired_at": expired_at.isoformat()},
        )


class ReservationClosed(SoukError):
    code = "reservation-closed"
    kind = Kind.CONFLICT

    def __init__(self, key: str, state: State) -> None:
        super().__init__(
            cause=f"The reservation is already {state}.",
            fix="Read it with GET before the next step; reserve again with a new key if stock is still needed.",
            facts={"key": key, "state": state},
        )


@dataclass(frozen=True, slots=True)
class Line:
    sku: str
    quantity: int


def merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """One line per SKU, in SKU order: the order in which everybody locks stock."""
    quantities: dict[str, int] = {}
    for line in lines:
        quantities[line.sku] = quantities.get(line.sku, 0) + line.quantity
    return tuple(Line(sku, quantities[sku]) for sku in sorted(quantities))


@dataclass(frozen=True, slots=True)
class Reservation:
    key: str
    state: State
    expires_at: datetime
    lines: tuple[Line, ...]

    @classmethod
    def hold(cls, key: str, lines: Iterable[Line], *, at: datetime, ttl: timedelta) -> Reservation:
        return cls(key, State.HELD, at + ttl, merged(lines))

    @classmethod
    def sale(cls, key: str, lines: Iterable[Line], *, at: datetime) -> Reservation:
        return cls(key, State.COMMITTED, at, merged(lines))

    def seen_at(self, now: datetime) -> Reservation:
        """A hold past its time counts as expired, whether or not the job has been there."""
        return replace(self, state=State.EXPIRED) if self.has_lapsed(now) else self

    def has_lapsed(self, now: datetime) -> bool:
        return self.state is State.HELD and self.expires_at <= now

    def repeated_with(self, lines: tuple[Line, ...]) -> Reservation:
        if self.lines != lines:
            raise OtherLines(self.key)
        return self

    def committed(self, now: datetime) -> Reservation:
        if self.state is State.COMMITTED:
            return self
        self._must_be_held(now)
        return replace(self, state=State.COMMITTED)

    def renewed(self, now: datetime, ttl: timedelta) -> Reservation:
        """Never shortens: a late renewal must not undo an earlier, longer one."""
        if self.state is State.COMMITTED:
            return self
        self._must_be_held(now)
        return replace(self, expires_at=max(self.expires_at, now + ttl))

    def released(self) -> Reservation:
        """Also undoes a commit: the order came to nothing after all."""
        return self if self.gave_back else replace(self, state=State.RELEASED)

    @property
    def gave_back(self) -> bool:
        return self.state in (State.RELEASED, State.EXPIRED)

    def _must_be_held(self, now: datetime) -> None:
        if self.state is State.RELEASED:
            raise ReservationClosed(self.key, self.state)
        if self.seen_at(now).state is State.EXPIRED:
            raise ReservationExpired(self.key, self.expires_at)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Locked stock of some SKUs; what the `lapsed` holds give back is counted in already."""

    stock: Mapping[str, int]
    lapsed: tuple[Reservation, ...] = ()
    unlimited: frozenset[str] = frozenset()  # sold whatever the stock says

    def left_after(self, lines: Iterable[Line]) -> dict[str, int]:
        """What others can still have of each SKU once these lines are taken."""
        return {line.sku: self.stock[line.sku] - line.quantity for line in lines if line.sku not in self.unlimited}


@dataclass(frozen=True, slots=True)
class Reserved:
    """`left` is empty where the key was reserved before: nothing was looked at then."""

    reservation: Reservation
    is_new: bool
    left: Mapping[str, int] = field(default_factory=dict[str, int])


def must_suffice(lines: Iterable[Line], shelf: Shelf) -> None:
    for line in lines:
        left = shelf.stock.get(line.sku)
        if left is None:
            raise UnknownSku(line.sku)
        if left < line.quantity and line.sku not in shelf.unlimited:
            raise OutOfStock(line.sku, line.quantity, left)


def shows_otherwise(before: int, after: int) -> bool:
    """Whether a shopper sees the difference: pages say "in stock", or an exact small number."""
    most = LOW_STOCK + 1
    return min(before, most) != min(after, most)
