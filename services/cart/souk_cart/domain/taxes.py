"""Taxes that are part of the prices: how much of a total they are. Each rate is worked out once for all it is of, and
its parts add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.money import Money
from souk_cart.domain.offers import Line
from souk_cart.domain.shares import ALL
from souk_cart.domain.totals import Totals


@dataclass(frozen=True, slots=True)
class Destination:
    country: str
    state: str


@dataclass(frozen=True, slots=True)
class TaxedGoods:
    """So many pieces and what is paid for them, after discounts, in minor units."""

    categories: Sequence[str]  # from the root down
    pieces: int
    amount: int


@dataclass(frozen=True, slots=True)
class Taxed:
    """What is taxed; `to` is None until an address is known."""

    goods: Sequence[TaxedGoods]
    delivery: int
    to: Destination | None


@dataclass(frozen=True, slots=True)
class Tax:
    """`amount` of it is in `of`, which is what is paid for all that has this rate."""

    name: str
    basis_points: int
    of: Money
    amount: Money


def taxed_of(lines: Sequence[Line], totals: Totals, to: Destination | None) -> Taxed:
    goods = [
        TaxedGoods(line.offer.categories, line.quantity, line.price - totals.off(line.sku).amount)
        for line in lines
        if line.counts and line.offer
    ]
    return Taxed(goods, totals.delivery.amount if totals.delivery else 0, to)


def included(amount: int, basis_points: int) -> int:
    """The tax within an amount; half a minor unit counts as a whole one."""
    whole = ALL + basis_points
    return (amount * basis_points * 2 + whole) // (whole * 2)
