"""A saga for tests: book a flight, ask the traveller, book a hotel; or cancel the flight."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from kit.errors import Kind, SoukError
from kit.ids import uuid7
from kit.sagas.engine import Sagas
from kit.sagas.pace import CrashPoint, Pace, no_crash
from kit.sagas.saga import Definition, Outcome, Saga, SagaStore
from testkit.clock import ManualClock

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
KIND = "trip"
QUICK = Pace(lease_s=5, first_pause_s=0.001, longest_pause_s=0.01, first_retry_s=0.001, longest_retry_s=0.01)


class Away(SoukError):
    code = "away"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("The hotel does not answer.", "Ask again.")


@dataclass(frozen=True)
class Trip:
    """A subject: book a flight, ask the traveller, book a hotel; or cancel the flight."""

    id: UUID
    booked: tuple[str, ...] = ()
    said: str | None = None


class Trips:
    """Subjects in memory, and the other parties' books: a set, so that a booking repeated is one."""

    def __init__(self, store: SagaStore) -> None:
        self.trips: dict[UUID, Trip] = {}
        self.flights, self.hotels = set[UUID](), set[UUID]()
        self.hotel_fails: Callable[[], None] = lambda: None
        self.unsaved = frozenset[str]()
        self._store = store

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Self]:
        yield self

    def joined(self, other: Any, /) -> Any:
        return other

    async def get(self, subject: UUID, /) -> Trip:
        return self.trips[subject]

    async def save(self, subject: Trip, /) -> Trip:
        self.trips[subject.id] = subject
        return subject

    def definition(self) -> Definition[Trip]:
        async def fly(saga: Saga, trip: Trip) -> Outcome[Trip]:
            self.flights.add(trip.id)
            return Outcome(replace(trip, booked=("flight",)), "asking")

        async def note(saga: Saga, trip: Trip) -> Outcome[Trip]:
            return Outcome(replace(trip, said=saga.signal), "lodging" if saga.signal == "yes" else "cancelling")

        async def lodge(saga: Saga, trip: Trip) -> Outcome[Trip]:
            self.hotel_fails()
            self.hotels.add(trip.id)
            return Outcome(replace(trip, booked=(*trip.booked, "hotel")), "booked")

        async def cancel(saga: Saga, trip: Trip) -> Outcome[Trip]:
            self.flights.discard(trip.id)
            return Outcome(replace(trip, booked=()), "cancelled")

        moves = {
            "flying": {"asking"},
            "asking": {"noting", "cancelling"},
            "noting": {"lodging", "cancelling"},
            "lodging": {"booked", "cancelling"},
            "cancelling": {"cancelled"},
            "booked": set[str](),
            "cancelled": set[str](),
        }
        return Definition(
            kind=KIND,
            subjects=self,
            moves={step: frozenset(to) for step, to in moves.items()},
            steps={"flying": fly, "noting": note, "lodging": lodge, "cancelling": cancel},
            late={"asking": lambda saga, trip: Outcome(trip, "cancelling")},
            waits={"asking": "noting"},
            unsaved=self.unsaved,
            abandoned=lambda trip: replace(trip, booked=()),
        )


class Agency:
    """One store, and as many processes as a test wants."""

    def __init__(self, store: SagaStore) -> None:
        self.store = store
        self.clock = ManualClock(NOW)
        self.trips = Trips(store)

    def process(self, crash_point: CrashPoint = no_crash, pace: Pace = QUICK) -> Sagas:
        return Sagas(self.store, [self.trips.definition()], self.clock, pace, crash_point)

    async def begin(self, sagas: Sagas) -> Trip:
        trip = await self.trips.save(Trip(uuid4()))
        saga = Saga(uuid7(), KIND, trip.id, "flying", self.clock.now() + timedelta(minutes=2))
        await sagas.begin(saga, within=self.trips)
        sagas.carry(saga, trip)
        await sagas.settled()
        return trip

    async def only(self) -> tuple[Saga, Trip]:
        (trip,) = self.trips.trips.values()
        saga = await self.store.find(KIND, trip.id)
        assert saga
        return saga, trip


async def asked(agency: Agency, sagas: Sagas, says: str = "yes") -> Trip:
    trip = await agency.begin(sagas)
    assert await sagas.signal(KIND, trip.id, says)
    return trip
