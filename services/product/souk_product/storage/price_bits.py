"""A range of prices as bits of products: whole bands of the price facet, and what an index says of the band it cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from souk_product.domain.browsing import price_bands

# Where a band without an end is taken to end, in times of its beginning.
_OPEN_BAND = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """Products of whose price `column` lies between these, both included; without `high` all from `low` on."""

    column: str
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class End:
    """All products on one side of a price: those of whole `bands`, and those of the cut with or without.

    Of a band that is cut, its smaller part is read: either what belongs to the range, or what does not.
    """

    bands: Sequence[str]
    cut: Cut | None
    adds: bool


def from_price(amount: int) -> End:
    """Some variant costs so much or more."""
    bands = price_bands()
    at = _band_of(amount)
    low, high = bands[at]
    if amount == low:
        return End(_values(bands[at:]), None, adds=True)
    if amount - low > _middle(low, high):
        return End(_values(bands[at + 1 :]), Cut("price_most", amount, high), adds=True)
    return End(_values(bands[at:]), Cut("price_most", low, amount - 1), adds=False)


def up_to_price(amount: int) -> End:
    """Some variant costs so much or less."""
    bands = price_bands()
    at = _band_of(amount)
    low, high = bands[at]
    if amount == high:
        return End(_values(bands[: at + 1]), None, adds=True)
    if amount - low < _middle(low, high):
        return End(_values(bands[:at]), Cut("price", low, amount), adds=True)
    return End(_values(bands[: at + 1]), Cut("price", amount + 1, high), adds=False)


def _band_of(amount: int) -> int:
    return next(at for at, (_, high) in enumerate(price_bands()) if high is None or amount <= high)


def _middle(low: int, high: int | None) -> int:
    return ((_OPEN_BAND * low if high is None else high) - low) // 2


def _values(bands: Sequence[tuple[int, int | None]]) -> Sequence[str]:
    """As facet_bits has them."""
    return [str(low) for low, _ in bands]
