"""How a product's reviews are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Order(StrEnum):
    HELPFUL = "helpful"
    NEWEST = "newest"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class Position:
    """The last review of the page before."""

    order: Order
    key: int | datetime
    review_id: UUID


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Reviews as the JSON that they are sent as, and where the next page begins."""

    items: tuple[str, ...]
    after: Position | None
