"""What an order adds to the counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Final
from uuid import UUID

from souk_activity.domain.happenings import slot_of
from souk_activity.domain.tally import ORDER, Tally

# Of one order, or a bag of everything would make ten thousand pairs.
MOST_TOGETHER: Final = 20


@dataclass(frozen=True, slots=True)
class Bought:
    handle: str
    units: int
    amount: int


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    at: datetime
    person_id: UUID | None
    amount: int
    units: int
    bought: Sequence[Bought]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Both ways round."""
        handles = list(dict.fromkeys(each.handle for each in self.bought))[:MOST_TOGETHER]
        return [pair for one, other in combinations(handles, 2) for pair in ((one, other), (other, one))]


def add_orders(tally: Tally, orders: Iterable[PlacedOrder]) -> None:
    for order in orders:
        slot = slot_of(order.at)
        count = tally.slots[slot]
        count.orders += 1
        count.units += order.units
        count.revenue += order.amount
        for each in order.bought:
            product = tally.products[slot, each.handle]
            product.units += each.units
            product.revenue += each.amount
            tally.interest[each.handle] += ORDER
