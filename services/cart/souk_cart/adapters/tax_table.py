"""Goods and services tax by a table: slabs by category, and by destination one tax of the union or two halves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from contracts.money import Money
from souk_cart.domain.taxes import Destination, Tax, Taxed, TaxedGoods, included

GST: Final = Path(__file__).parent.parent / "data" / "gst.toml"


@dataclass(frozen=True, slots=True)
class Slab:
    """Above a price of one piece another rate may begin."""

    basis_points: int
    above: int | None = None
    then: int = 0

    def rate_of(self, goods: TaxedGoods) -> int:
        dear = self.above is not None and goods.amount > self.above * goods.pieces
        return self.then if dear else self.basis_points


class TaxTable:
    """The slab of the nearest category counts; what none of them names has the table's own."""

    def __init__(self, table: Mapping[str, Any], currency: str, from_state: str) -> None:
        self._country: str = table["country"]
        self._default = Slab(table["default"])
        self._delivery: int = table["delivery"]
        self._slabs = {
            category: Slab(slab["basis_points"], slab.get("above"), slab.get("then", 0))
            for slab in table["slab"]
            for category in slab["categories"]
        }
        self._states = {code.casefold(): name.casefold() for code, name in table["states"].items()}
        self._from = self._state(from_state)
        self._currency = currency

    @classmethod
    def gst(cls, currency: str, from_state: str) -> TaxTable:
        return cls(tomllib.loads(GST.read_text("utf-8")), currency, from_state)

    def included_in(self, taxed: Taxed) -> Sequence[Tax]:
        if taxed.to and taxed.to.country != self._country:
            return ()  # what is taxed there is not for this table to say
        paid = {self._delivery: taxed.delivery}
        for goods in taxed.goods:
            rate = self._slab(goods.categories).rate_of(goods)
            paid[rate] = paid.get(rate, 0) + goods.amount
        rates = [(rate, amount) for rate, amount in sorted(paid.items()) if rate and amount]
        return [tax for rate, amount in rates for tax in self._parts(rate, amount, taxed.to)]

    def _slab(self, categories: Sequence[str]) -> Slab:
        return next((self._slabs[each] for each in reversed(categories) if each in self._slabs), self._default)

    def _parts(self, rate: int, amount: int, to: Destination | None) -> Sequence[Tax]:
        """Within the shop's own state it is shared by union and state."""
        tax = included(amount, rate)
        if to is None:
            return [self._tax("GST", rate, amount, tax)]
        if self._state(to.state) != self._from:
            return [self._tax("IGST", rate, amount, tax)]
        half = tax // 2
        halves = (("CGST", rate // 2, half), ("SGST", rate - rate // 2, tax - half))
        return [self._tax(name, part, amount, share) for name, part, share in halves]

    def _tax(self, name: str, rate: int, of: int, amount: int) -> Tax:
        return Tax(name, rate, self._money(of), self._money(amount))

    def _money(self, amount: int) -> Money:
        return Money(amount=amount, currency=self._currency)

    def _state(self, written: str) -> str:
        """By its name or its code, as people write either."""
        name = " ".join(written.casefold().split())
        return self._states.get(name, name)
