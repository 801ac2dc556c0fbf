"""What agents look through, and how much of it there is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from souk_support.domain.states import State
from souk_support.domain.targets import Priority


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets an agent's queue shows."""

    states: Collection[State]
    assignee_id: UUID | None = None
    is_unassigned: bool = False
    priority: Priority | None = None
    tag: str | None = None
    late_at: datetime | None = None  # only those whose next target has passed by then


@dataclass(frozen=True, slots=True)
class Figures:
    open: int
    reopened: int
    waiting: int
    late: int
    satisfied: int  # of those that were solved in the last thirty days
    unsatisfied: int
