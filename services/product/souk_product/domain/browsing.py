"""How shoppers narrow and order the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_product.domain.spelling import Meaning

# Steps that suit most currencies' minor units; a band without products is not shown.
PRICE_STEPS = (50_000, 100_000, 200_000, 500_000, 1_000_000)
_SIZES = ("xxs", "xs", "s", "small", "m", "medium", "l", "large", "xl", "xxl", "2xl", "xxxl", "3xl")


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    CHEAPEST = "price"
    DEAREST = "-price"
    NAME = "name"


class CursorOfOtherSort(SoukError):
    code = "cursor-of-other-sort"
    kind = Kind.INVALID

    def __init__(self, sort: Sort) -> None:
        super().__init__(
            cause=f"The cursor does not belong to a list sorted by {sort}.",
            fix="Ask for the first page without a cursor.",
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
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a sorted list: rows strictly after it, or before it when `backward`."""

    sort: Sort
    key: str
    product_id: str
    backward: bool = False

    @classmethod
    def read(cls, sort: Sort, key: object, product_id: object, backward: object) -> Position:
        """From a cursor, which a caller may have made up."""
        try:
            _must_sort_by(sort, str(key))
            return cls(sort, str(key), str(UUID(str(product_id))), backward is True)
        except ValueError:
            raise CursorOfOtherSort(sort) from None


@dataclass(frozen=True, slots=True)
class CardPage:
    """Cards as the JSON they are sent as, and where the neighbouring pages begin."""

    cards: tuple[str, ...]
    before: Position | None
    after: Position | None


def _must_sort_by(sort: Sort, key: str) -> None:
    if sort is Sort.NEWEST:
        datetime.fromisoformat(key)
    elif sort is not Sort.NAME and not -(2**63) <= int(key) < 2**63:
        raise ValueError(key)


def price_bands() -> tuple[tuple[int, int | None], ...]:
    """Lowest and highest amount of each, both included."""
    return (*((low, high - 1) for low, high in pairwise((0, *PRICE_STEPS))), (PRICE_STEPS[-1], None))


def in_size_order(values: Iterable[str]) -> list[str]:
    """S before M before XL, 36 before 40, then by name."""
    return sorted(values, key=_size_rank)


def _size_rank(value: str) -> tuple[int, float, str]:
    word = value.strip().lower()
    if word in _SIZES:
        return 0, _SIZES.index(word), word
    digits = word.split(" ")[0].replace(",", ".")
    if digits.replace(".", "", 1).isdigit():
        return 1, float(digits), word
    return 2, 0, word
