"""What is measured, in the order of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    name: str  # of its visit, see visits.py
    title: str
    times: int
    writes: bool = False  # then all that follows is waited for, and the books are checked
    cached: bool = False  # the gateway is meant to answer
    past_gateway: bool = False

    @property
    def key(self) -> str:
        return f"{self.name} at the services" if self.past_gateway else self.name


OPERATIONS: Sequence[Operation] = (
    Operation("list", "list of 24", 2000),
    Operation("product", "product", 2000),
    Operation("search", "search, two words", 1200),
    Operation("search-word", "search, a common word", 800),
    Operation("facets", "facets", 1000),
    Operation("facets-option", "facets, an option chosen", 600),
    Operation("search-facets", "search + facets", 600),
    Operation("suggestions", "suggestions while typing", 1500),
    Operation("search-mistyped", "search, a mistyped word", 600),
    Operation("related", "related products", 800),
    Operation("categories", "categories", 800),
    Operation("home-page", "home page", 300),
    Operation("listing-page", "listing page", 400),
    Operation("product-page", "product page", 600),
    Operation("listing-cached", "listing page, cached", 6000, cached=True),
    Operation("product-cached", "product page, cached", 6000, cached=True),
    Operation("list-cached", "list, cached", 6000, cached=True),
    Operation("add", "add to bag", 900, writes=True),
    Operation("checkout", "whole checkout", 300, writes=True),
    Operation("price", "change of a price", 300, writes=True),
    Operation("list", "list of 24", 2000, past_gateway=True),
    Operation("product", "product", 2000, past_gateway=True),
    Operation("search", "search, two words", 1200, past_gateway=True),
    Operation("facets", "facets", 1000, past_gateway=True),
    Operation("add", "add to bag", 900, writes=True, past_gateway=True),
)


@dataclass(frozen=True, slots=True)
class OrderRate:
    name: str
    title: str
    visit: str
    at: int
    bank_s: float  # how long the simulated bank takes over each of its answers
    times: int = 600


RATES: Sequence[OrderRate] = (
    OrderRate("instant", "instant bank, 16 shoppers", "checkout", 16, 0.0),
    OrderRate("hot", "instant bank, 16 shoppers, one SKU", "checkout-hot", 16, 0.0),
    OrderRate("delays", "bank of 0.1 s an answer, 32 shoppers", "checkout", 32, 0.1),
)


def chosen(only: Sequence[str]) -> list[Operation]:
    """By name, or by the beginning of one; all where none is named."""
    return [each for each in OPERATIONS if not only or any(each.name.startswith(name) for name in only)]


def chosen_rates(only: Sequence[str]) -> list[OrderRate]:
    return list(RATES) if not only or "rates" in only else []
