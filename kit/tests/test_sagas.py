"""Sagas: who carries them, what becomes of one whose carrier dies or cannot go on, and what an operator does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from kit.data.database import Database
from kit.sagas import command
from kit.sagas.engine import Sagas
from kit.sagas.pace import CrashPoint
from kit.sagas.saga import Outcome, Saga
from kit.sagas.storage import PostgresSagas
from kit.tests.trips import KIND, QUICK, Agency, Away, Trip
from testkit.sagas import Killed, MemorySagas, SagaCrashes


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


async def asked(agency: Agency, sagas: Sagas, says: str = "yes") -> Trip:
    trip = await agency.begin(sagas)
    assert await sagas.signal(KIND, trip.id, says)
    return trip


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


async def parked(agency: Agency) -> tuple[Sagas, Saga]:
    def fail() -> None:
        raise ValueError("no\nfax")

    agency.trips.hotel_fails = fail
    sagas = agency.process(pace=replace(QUICK, most_failures=1))
    await asked(agency, sagas)
    await sagas.settled()
    agency.trips.hotel_fails = lambda: None
    return sagas, (await agency.only())[0]


def run(url: str, *args: str) -> int:
    return command.main(["order", *args], {"SOUK_ORDER_DATABASE_URL": url})


async def test_an_operator_sees_what_is_parked_and_resumes_it(
    sagas: PostgresSagas, saga_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    process, saga = await parked(Agency(sagas))

    assert await asyncio.to_thread(run, saga_database.url, "list") == 0
    listed = capsys.readouterr().out
    assert await asyncio.to_thread(run, saga_database.url, "resume", str(saga.id)) == 0
    await process.take_over_due()
    await process.settled()

    assert f"{saga.id}\ttrip\t{saga.subject}\tlodging\tparked" in listed
    assert "ValueError: no\n1 sagas wait." in listed
    found = await sagas.find(KIND, saga.subject)
    assert found
    assert (found.ended, found.step) == (True, "booked")


@asynccontextmanager
async def running(process: Sagas) -> AsyncIterator[None]:
    task = asyncio.create_task(process.run())
    try:
        yield
    finally:
        task.cancel()


async def test_the_running_service_abandons_what_an_operator_gives_up_together_with_its_subject(
    sagas: PostgresSagas, saga_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    agency = Agency(sagas)
    process, saga = await parked(agency)

    async with running(process):
        assert await asyncio.to_thread(run, saga_database.url, "abandon", str(saga.id)) == 0

    assert f"{saga.id} is given up." in capsys.readouterr().out
    found, trip = await agency.only()
    assert (found.ended, found.step, trip.booked) == (True, "lodging", ())
    assert await asyncio.to_thread(run, saga_database.url, "abandon", str(saga.id)) == 1
    assert await asyncio.to_thread(run, saga_database.url, "resume", str(uuid4())) == 1
    assert await asyncio.to_thread(run, saga_database.url, "list") == 0
    assert "No saga waits." in capsys.readouterr().out


async def test_what_cannot_be_abandoned_stays_parked_and_says_why(
    sagas: PostgresSagas, saga_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    agency = Agency(sagas)
    _, saga = await parked(agency)

    def fail(trip: Trip) -> Trip:
        raise ValueError("the flight has left")

    definition = replace(agency.trips.definition(), abandoned=fail)
    async with running(Sagas(sagas, [definition], agency.clock, QUICK)):
        assert await asyncio.to_thread(run, saga_database.url, "abandon", str(saga.id)) == 1

    assert f"{saga.id} cannot be given up: ValueError: the flight has left" in capsys.readouterr().err
    assert (await agency.only())[0].parked == "ValueError: the flight has left"


async def test_a_saga_that_is_resumed_after_all_is_not_abandoned(sagas: PostgresSagas) -> None:
    process, saga = await parked(Agency(sagas))
    await sagas.ask_to_abandon(saga.id)

    await sagas.resume(saga.id)
    await process.take_over_due()
    await process.settled()

    found = await sagas.find(KIND, saga.subject)
    assert found
    assert (found.ended, found.step) == (True, "booked")


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["order", "resume", "not-an-id"], {}) == 2
    assert command.main(["order", "list"], {}) == 1
    assert "SOUK_ORDER_DATABASE_URL is not set." in capsys.readouterr().err
