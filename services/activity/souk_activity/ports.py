"""What activity asks of its stores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Any, Protocol, Self
from uuid import UUID

from souk_activity.domain.happenings import Happening, Step
from souk_activity.domain.reports import Period
from souk_activity.domain.tally import Tally
from souk_activity.domain.trail import Change, Sought


class Intake(Protocol):
    """Several requests' happenings are written together."""

    async def add(self, items: Sequence[Happening]) -> None:
        """Returns when they are kept; one that was told before counts no second time. Raises IntakeBusy."""
        ...


class OrderStore(Protocol):
    def transaction(self, once: Sequence[UUID]) -> AbstractAsyncContextManager[Self]: ...
    async def list_last_visits(self, people: Collection[UUID], since: datetime) -> Sequence[UUID]:
        """Each one's last session, of those who have one."""
        ...

    async def mark_sessions(self, reached: Mapping[UUID, tuple[Step, UUID | None]]) -> Mapping[UUID, Step]:
        """The steps that are new; a session is known from then on."""
        ...

    async def add_tally(self, tally: Tally, now: datetime) -> None: ...
    async def add_together(self, orders: Mapping[tuple[str, str], int], now: datetime) -> None: ...


class ShowingStore(Protocol):
    """What shoppers are shown; handles of products."""

    async def list_together(self, handles: Collection[str], most: int) -> Sequence[str]: ...
    async def list_popular(self, most: int) -> Sequence[str]: ...
    async def list_viewed(self, person_id: UUID) -> Sequence[str]: ...
    async def is_first(self, name: str) -> bool:
        """Notes that the seed has brought this; False where it had before."""
        ...

    async def add_hints(self, pairs: Mapping[tuple[str, str], int], now: datetime) -> None: ...
    async def add_seeded_interest(self, ranks: Mapping[str, float]) -> None: ...


class ReportStore(Protocol):
    """Rows as they are told."""

    async def list_days(self, period: Period) -> Sequence[Mapping[str, Any]]: ...
    async def list_products(self, period: Period, most: int) -> Sequence[Mapping[str, Any]]: ...
    async def list_searches(self, period: Period, most: int, *, only_empty: bool) -> Sequence[Mapping[str, Any]]: ...


class TrailStore(Protocol):
    def transaction(self, once: Sequence[UUID]) -> AbstractAsyncContextManager[Self]: ...
    async def add(self, changes: Sequence[Change]) -> None: ...
    async def list_changes(
        self, sought: Sought, start: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Change]: ...


class Keeping(Protocol):
    """What time does to it all."""

    async def keep_days(self, first: date, last: date) -> None:
        """Days are made ahead, and dropped when they are old."""
        ...

    async def remove_before(self, reports: datetime, viewed: datetime, rank: float) -> None: ...
