"""How shoppers narrow and order the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_product.domain.spelling import Meaning

# Steps that suit most currencies' minor units; a band without products is not shown.
PRICE_STEPS = (50_000, 100_000, 200_000, 500_000, 1_000_000)
# "So many stars and up", as facets count it (migrations/0014_ratings.sql).
RATING_STEPS = (3, 4)
# Of what a search finds, so many are ranked and counted: those that the shop would show first anyway.
MOST_RANKED = 1000


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    CHEAPEST = "price"
    DEAREST = "-price"
    NAME = "name"
    BEST_RATED = "rating"


class CursorOfOtherSort(SoukError):
    code = "cursor-of-other-sort"
    kind = Kind.INVALID

    def __init__(self, sort: Sort) -> None:
        super().__init__(
            cause=f"The cursor does not belong to a list sorted by {sort}.",
            fix="Ask for the first page without a cursor.",
        )


class UnknownCategory(SoukError):
    code = "unknown-category"
    kind = Kind.NOT_FOUND

    def __init__(self, slug: str) -> None:
        super().__init__(
            cause=f"The shop has no category {slug}.",
            fix="Take a slug from GET /api/v1/categories.",
            facts={"category": slug},
        )


class UnknownProduct(SoukError):
    code = "unknown-product"
    kind = Kind.NOT_FOUND

    def __init__(self, handle: str) -> None:
        super().__init__(
            cause=f"No product is sold under the handle {handle}.",
            fix="Look for it with GET /api/v1/products?q=….",
            facts={"handle": handle},
        )


@dataclass(frozen=True, slots=True)
class Filters:
    category: str | None = None
    meaning: Meaning | None = None
    tag: str | None = None
    min_price: int | None = None
    max_price: int | None = None
    in_stock: bool = False
    on_sale: bool = False
    min_rating: int | None = None  # one of RATING_STEPS
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a sorted list: rows strictly after it, or before it when `backward`."""

    sort: Sort
    key: int | datetime | str
    product_id: UUID
    backward: bool = False


@dataclass(frozen=True, slots=True)
class CardPage:
    """Cards as the JSON they are sent as, and where the neighbouring pages begin."""

    cards: tuple[str, ...]
    before: Position | None
    after: Position | None


class Counted(NamedTuple):
    """How many products a value of a facet would leave; the facets "total" and "more" are of the whole search."""

    facet: str
    value: str
    label: str
    products: int
    color: str | None = None
    parent: str | None = None


def price_bands() -> tuple[tuple[int, int | None], ...]:
    """Lowest and highest amount of each, both included."""
    return (*((low, high - 1) for low, high in pairwise((0, *PRICE_STEPS))), (PRICE_STEPS[-1], None))
