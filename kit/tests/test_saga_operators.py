"""Sagas that cannot go on: an operator sees, resumes and abandons them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

import pytest

from kit.data.database import Database
from kit.sagas import command
from kit.sagas.engine import Sagas
from kit.sagas.saga import Saga
from kit.sagas.storage import PostgresSagas
from kit.tests.trips import KIND, QUICK, Agency, Trip, asked


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
