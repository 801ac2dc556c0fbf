"""Filters as SQL conditions on product_cards c and, where one variant must fit them all, on variants v."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from souk_product.domain.browsing import Filters


@dataclass
class Narrowing:
    """Numbers the arguments while the conditions are written."""

    args: list[Any] = field(default_factory=list)
    found: list[str] = field(default_factory=list)  # what no facet changes: the search itself
    category: str = "true"
    price: str = "true"
    sale: str = "true"
    stock: str = "true"
    options: dict[str, str] = field(default_factory=dict)
    text_query: str | None = None

    @property
    def everything_found(self) -> str:
        return " and ".join(self.found) or "true"

    @property
    def asks_variants(self) -> bool:
        return bool(self.options) or self.stock != "true"

    def arg(self, value: Any, kind: str) -> str:
        self.args.append(value)
        return f"${len(self.args)}::{kind}"

    @classmethod
    def by(cls, filters: Filters) -> Narrowing:
        narrowing = cls()
        narrowing._find(filters)
        narrowing._pick(filters)
        return narrowing

    def _find(self, filters: Filters) -> None:
        if filters.meaning is not None:
            terms, loosely = self.arg(filters.meaning.terms, "text[]"), self.arg(filters.meaning.loosely, "boolean")
            self.text_query = f"souk_query({terms}, {loosely})"
            self.found.append(f"c.search @@ {self.text_query}")
        if filters.tag is not None:
            self.found.append(f"c.tags @> array[{self.arg(filters.tag, 'text')}]")

    def _pick(self, filters: Filters) -> None:
        if filters.category is not None:
            self.category = f"c.categories @> array[{self.arg(filters.category, 'text')}]"
        prices: list[str] = []
        if filters.min_price is not None:
            prices.append(f"c.price_most >= {self.arg(filters.min_price, 'bigint')}")
        if filters.max_price is not None:
            prices.append(f"c.price <= {self.arg(filters.max_price, 'bigint')}")
        self.price = " and ".join(prices) or "true"
        if filters.on_sale:
            self.sale = "c.on_sale"
        if filters.in_stock:
            self.stock = "v.available"
        for name, values in filters.options.items():
            self.options[name] = f"v.options ->> {self.arg(name, 'text')} = any({self.arg(list(values), 'text[]')})"

    def of_lists(self, filters: Filters) -> str:
        """All conditions on cards; the arrays of terms let an index throw most rows away before variants are read."""
        conditions = [*self.found, self.category, self.price, self.sale]
        if filters.in_stock:
            conditions.append("c.available")
        for name, values in filters.options.items():
            # As in storage/cards.py: a term is divided by its first "=".
            terms = [f"{name.replace('=', chr(31))}={value}" for value in values]
            conditions.append(f"c.terms && {self.arg(terms, 'text[]')}")
        if self.options:
            one_variant = " and ".join([self.stock, *self.options.values()])
            conditions.append(f"exists (select 1 from variants v where v.product_id = c.product_id and {one_variant})")
        return " and ".join(condition for condition in conditions if condition != "true") or "true"
