"""What a promotion is: what it gives, for which goods, to whom, when and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias
from uuid import UUID

from souk_cart.domain.offers import Line, Offer
from souk_cart.domain.shares import ALL

MAX_COUPONS: Final = 5  # in one bag
MAX_AUTOMATIC: Final = 50  # that are not paused: each is looked at for every bag


@dataclass(frozen=True, slots=True)
class PercentOff:
    basis_points: int


@dataclass(frozen=True, slots=True)
class AmountOff:
    amount: int


@dataclass(frozen=True, slots=True)
class FreeDelivery:
    """Of the standard one: who wants it faster pays for that."""


@dataclass(frozen=True, slots=True)
class BuyGet:
    """Of so many pieces bought, so many more cost less, by default nothing; the cheapest ones."""

    buy: int
    get: int
    basis_points: int = ALL


Effect: TypeAlias = BuyGet | PercentOff | AmountOff | FreeDelivery
KINDS: Final[Mapping[str, type[Effect]]] = {
    "percent": PercentOff,
    "amount": AmountOff,
    "free_delivery": FreeDelivery,
    "buy_get": BuyGet,
}
# In which order they take off what is left: pieces that are free first, so that no percent is of them.
ORDER: Final[Sequence[type[Effect]]] = (BuyGet, PercentOff, AmountOff, FreeDelivery)


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything, or what lies in one of these categories or is one of these products."""

    categories: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()  # their handles

    def covers(self, offer: Offer) -> bool:
        if not self.categories and not self.products:
            return True
        return offer.handle in self.products or not self.categories.isdisjoint(offer.categories)


class Reason(StrEnum):
    """Why a coupon gives nothing."""

    UNKNOWN = "unknown"
    NOT_YET = "not_yet"
    ENDED = "ended"
    PAUSED = "paused"
    USED_UP = "used_up"
    USED_BY_YOU = "used_by_you"
    NOT_FOR_THESE = "not_for_these"
    MINIMUM_NOT_MET = "minimum_not_met"
    NOT_COMBINABLE = "not_combinable"
    NOTHING_TO_GIVE = "nothing_to_give"


@dataclass(frozen=True, slots=True)
class Uses:
    """By other checkouts than the one that is looked at."""

    of_all: int = 0
    of_shopper: int = 0


@dataclass(frozen=True, slots=True)
class Promotion:
    """`id` is None for what the shop always gives (its terms), `code` for what nobody has to ask for."""

    id: UUID | None
    name: str
    code: str | None
    effect: Effect
    scope: Scope = Scope()
    minimum: int = 0  # spent on what it covers, before anything is taken off
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_exclusive: bool = False
    is_paused: bool = False
    limit: int | None = None
    limit_per_shopper: int | None = None
    version: int = 1
    uses: Uses = field(default=Uses(), compare=False)

    @property
    def is_limited(self) -> bool:
        return self.limit is not None or self.limit_per_shopper is not None

    def covered(self, lines: Sequence[Line]) -> list[Line]:
        return [line for line in lines if line.counts and line.offer and self.scope.covers(line.offer)]

    def missing(self, lines: Sequence[Line]) -> int:
        """What has to be spent beside it."""
        return max(0, self.minimum - sum(line.price for line in self.covered(lines)))

    def reason_against(self, lines: Sequence[Line], now: datetime) -> Reason | None:
        """Taken by itself; whether it goes with others is for the total to say."""
        if self.ends_at and now >= self.ends_at:
            return Reason.ENDED
        if self.is_paused:
            return Reason.PAUSED
        if self.starts_at and now < self.starts_at:
            return Reason.NOT_YET
        if reason := self.used_up():
            return reason
        if not self.covered(lines):
            return Reason.NOT_FOR_THESE
        return Reason.MINIMUM_NOT_MET if self.missing(lines) else None

    def used_up(self) -> Reason | None:
        """The shopper's own use is the better reason: it says that it was theirs."""
        if self.limit_per_shopper is not None and self.uses.of_shopper >= self.limit_per_shopper:
            return Reason.USED_BY_YOU
        if self.limit is not None and self.uses.of_all >= self.limit:
            return Reason.USED_UP
        return None


def normal_code(code: str) -> str:
    """As codes are kept: nobody types them in twice the same way."""
    return code.strip().upper()
