"""Sagas: who carries them, and what becomes of one whose carrier dies or cannot go on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from kit.sagas.engine import Sagas
from kit.sagas.pace import CrashPoint
from kit.sagas.saga import Outcome, Saga
from kit.sagas.storage import PostgresSagas
from kit.tests.trips import KIND, QUICK, Agency, Away, Trip, asked
from testkit.memory_sagas import MemorySagas
from testkit.sagas import Killed, SagaCrashes


@pytest.fixture
def agency() -> Agency:
    return Agency(MemorySagas())


@dataclass(frozen=True)
class TripStory:
    says: str
    steps: tuple[str, ...]
    booked: tuple[str, ...]


class TripWorld(Agency):
    async def play(self, story: TripStory, crash_point: CrashPoint) -> None:
        sagas = self.process(crash_point)
        trip = await self.begin(sagas)
        await sagas.signal(KIND, trip.id, story.says)
        await sagas.settled()

    async def carry_on(self, story: TripStory, crash_point: CrashPoint) -> None:
        sagas = self.process(crash_point)
        await self.store.let_leases_run_out()  # type: ignore[attr-defined]
        await sagas.take_over_due()
        await sagas.settled()
        _, trip = await self.only()
        await sagas.signal(KIND, trip.id, story.says)
        await sagas.settled()

    async def is_over(self) -> bool:
        return (await self.only())[0].ended

    async def wait_an_hour(self) -> None:
        self.clock.advance(hours=1)

    async def truths_hold(self, story: TripStory, *, as_told: bool) -> None:
        saga, trip = await self.only()
        assert saga.ended
        assert (trip.id in self.trips.flights, trip.id in self.trips.hotels) == (
            "flight" in trip.booked,
            "hotel" in trip.booked,
        )
        assert not as_told or trip.booked == story.booked


class TestTripDies(SagaCrashes):
    stories = {  # noqa: RUF012
        "goes": TripStory("yes", ("flying", "noting", "lodging"), ("flight", "hotel")),
        "stays": TripStory("no", ("flying", "noting", "cancelling"), ()),
    }
    keep_dying = ("goes", "stays")

    @pytest.fixture
    def world(self) -> TripWorld:
        return TripWorld(MemorySagas())


class TestTripDiesAheadOfItsSave(TestTripDies):
    """What is said and what is booked for it are saved together."""

    @pytest.fixture
    def world(self) -> TripWorld:
        world = TripWorld(MemorySagas())
        world.trips.unsaved = frozenset({"lodging"})
        return world


async def test_a_step_that_was_entered_without_a_save_is_where_its_error_and_its_outage_are_kept(
    sagas: PostgresSagas,
) -> None:
    agency, errors = Agency(sagas), [Away(), ValueError("the hotel wants a fax")]
    agency.trips.unsaved = frozenset({"lodging"})

    def fail() -> None:
        raise errors.pop(0) if errors else ValueError("still")

    agency.trips.hotel_fails = fail
    process = agency.process(pace=replace(QUICK, most_failures=2))
    trip = await asked(agency, process)

    await process.finish(KIND, trip.id, 10, lambda trip: "hotel" in trip.booked)

    saga, kept = await agency.only()
    assert (saga.step, saga.parked, saga.failures, kept.said) == ("lodging", "ValueError: still", 2, "yes")


async def test_an_unexpected_error_is_retried_and_then_parked_with_its_reason(agency: Agency) -> None:
    def fail() -> None:
        raise ValueError("the hotel wants a fax")

    agency.trips.hotel_fails = fail
    sagas = agency.process()
    trip = await asked(agency, sagas)

    await sagas.finish(KIND, trip.id, 10, lambda trip: "hotel" in trip.booked)

    saga, _ = await agency.only()
    assert (saga.parked, saga.failures, saga.step) == (
        "ValueError: the hotel wants a fax",
        QUICK.most_failures,
        "lodging",
    )
    assert await sagas.health() == {"parked": 1, "carried": 0}


async def test_an_error_that_mends_is_forgotten(agency: Agency) -> None:
    failures = iter([ValueError("once"), ValueError("twice")])

    def fail() -> None:
        if (error := next(failures, None)) is not None:
            raise error

    agency.trips.hotel_fails = fail
    sagas = agency.process()
    trip = await asked(agency, sagas)

    found = await sagas.finish(KIND, trip.id, 10, lambda trip: "hotel" in trip.booked)

    assert found.booked == ("flight", "hotel")
    saga, _ = await agency.only()
    assert (saga.ended, saga.parked, saga.failures) == (True, None, 0)


async def test_an_outage_is_waited_for_however_often_nobody_answered(sagas: PostgresSagas) -> None:
    agency = Agency(sagas)
    silences = iter(range(20))

    def fail() -> None:
        if next(silences, None) is not None:
            raise Away

    agency.trips.hotel_fails = fail
    process = agency.process()
    trip = await asked(agency, process)

    found = await process.finish(KIND, trip.id, 60, lambda trip: "hotel" in trip.booked)

    assert found.booked == ("flight", "hotel")


async def test_who_waits_gets_the_subject_as_soon_as_it_is_enough(agency: Agency) -> None:
    sagas = agency.process()
    trip = await agency.begin(sagas)

    found = await asyncio.wait_for(sagas.finish(KIND, trip.id, 60, lambda trip: "flight" in trip.booked), 5)

    assert found.booked == ("flight",)


async def test_a_process_that_stops_lets_another_go_on_at_once(sagas: PostgresSagas) -> None:
    agency = Agency(sagas)
    entered, never = asyncio.Event(), asyncio.Event()

    async def hang(saga: Saga, trip: Trip) -> Outcome[Trip]:
        entered.set()
        await never.wait()
        raise AssertionError

    definition = agency.trips.definition()
    stopping = Sagas(sagas, [replace(definition, steps={**definition.steps, "lodging": hang})], agency.clock)
    trip = await asked(agency, stopping)
    await entered.wait()

    await stopping.stop()
    other = agency.process()
    await other.take_over_due()
    await other.settled()

    assert (await agency.trips.get(trip.id)).booked == ("flight", "hotel")


async def test_a_stopped_process_takes_nothing_over(agency: Agency) -> None:
    sagas = agency.process(lambda step, place: (_ for _ in ()).throw(Killed()))
    await agency.begin(sagas)
    await sagas.stop()

    await sagas.take_over_due()

    assert not (await agency.only())[0].ended
