"""What happenings add to the counts that reports and recommendations are read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from souk_activity.domain.happenings import Happening, Kind, Step, searchable, slot_of, time_in

MOST_VIEWED: Final = 24
# What a look, a product put into the bag and one ordered say of interest.
LOOK, ADD, ORDER = 1.0, 3.0, 8.0


@dataclass(slots=True)
class SlotCount:
    sessions: int = 0
    viewing: int = 0
    adding: int = 0
    leaving: int = 0
    ordering: int = 0
    searches: int = 0
    orders: int = 0
    units: int = 0
    revenue: int = 0
    undone: int = 0
    cancelled: int = 0
    given_back: int = 0


@dataclass(slots=True)
class ProductCount:
    views: int = 0
    adds: int = 0
    units: int = 0
    revenue: int = 0


@dataclass(slots=True)
class SearchCount:
    searches: int = 0
    without_results: int = 0


@dataclass(slots=True)
class Tally:
    slots: dict[datetime, SlotCount] = field(default_factory=lambda: defaultdict(SlotCount))
    products: dict[tuple[datetime, str], ProductCount] = field(default_factory=lambda: defaultdict(ProductCount))
    searches: dict[tuple[datetime, str], SearchCount] = field(default_factory=lambda: defaultdict(SearchCount))
    # Handles that each person looked at, the latest last.
    viewed: dict[UUID, dict[str, None]] = field(default_factory=dict[UUID, dict[str, None]])
    interest: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, happening: Happening, now: datetime) -> None:
        slot = slot_of(min(time_in(happening.id), now))
        if happening.kind is Kind.SEARCHED:
            self._search(happening, slot)
        elif happening.kind is Kind.VIEWED_PRODUCT and happening.handle:
            self.products[slot, happening.handle].views += 1
            self.interest[happening.handle] += LOOK
            self._look(happening.person_id, happening.handle)
        elif happening.kind is Kind.ADDED_TO_BAG and happening.handle:
            self.products[slot, happening.handle].adds += happening.quantity
            self.interest[happening.handle] += ADD

    def add_steps(self, session_id: UUID, new: Step) -> None:
        """A visit counts in the quarter of an hour in which it began."""
        count = self.slots[slot_of(time_in(session_id))]
        count.sessions += Step.CAME in new
        count.viewing += Step.VIEWED in new
        count.adding += Step.ADDED in new
        count.leaving += Step.LEAVING in new
        count.ordering += Step.ORDERED in new

    def _search(self, happening: Happening, slot: datetime) -> None:
        self.slots[slot].searches += 1
        if words := searchable(happening.words or ""):
            count = self.searches[slot, words]
            count.searches += 1
            count.without_results += happening.results == 0

    def _look(self, person_id: UUID | None, handle: str) -> None:
        if person_id is not None:
            looked = self.viewed.setdefault(person_id, {})
            looked.pop(handle, None)
            looked[handle] = None


def tally_of(happenings: Iterable[Happening], new_steps: Mapping[UUID, Step], now: datetime) -> Tally:
    tally = Tally()
    for happening in happenings:
        tally.add(happening, now)
    for session_id, steps in new_steps.items():
        if steps:
            tally.add_steps(session_id, steps)
    return tally


def reached(happenings: Iterable[Happening]) -> dict[UUID, tuple[Step, UUID | None]]:
    """How far each visit came in them, and whose it is."""
    found: dict[UUID, tuple[Step, UUID | None]] = {}
    for happening in happenings:
        steps, person = found.get(happening.session_id, (Step(0), None))
        found[happening.session_id] = (steps | happening.step, happening.person_id or person)
    return found
