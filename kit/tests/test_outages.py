"""Outages are waited for, however long, and hold up nothing else; only a message's own fault makes a dead letter."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from kit.calls.client import Unavailable
from kit.data.database import Database, DatabaseUnavailable
from kit.messaging import inbox
from kit.messaging.dead_letters import DeadLetters
from kit.messaging.handlers import Handlers
from kit.messaging.inbox import Inbox, Patience
from kit.messaging.outages import HandlerTooSlow, is_outage
from kit.tests.bells import BellRang, Bells, Heard, a_ring, connected, doing, listening
from testkit.broker import TestNats
from testkit.waiting import until

TWO_TRIES = Patience(tries=2, first_pause_s=0.01, longest_pause_s=0.05)


async def test_a_message_waits_in_the_followers_own_database_until_the_outage_ends(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    heard.trouble = lambda event: Unavailable("bell", "it is away") if event.tone == "one" else None
    async with listening(bell_and_ear, second_database, heard, TWO_TRIES):
        await bells.ring(a_ring("one"), a_ring("two"))
        await until(lambda: _counts(letters, dead=0, waiting=1))
        await until(lambda: heard.tones == ["two"])

    bell_and_ear.stop()  # its stream may forget the message now
    heard.trouble = lambda _: None
    async with listening(bell_and_ear, second_database, heard, TWO_TRIES):
        await until(lambda: heard.tones == ["two", "one"])
        await until(lambda: _counts(letters, dead=0, waiting=0))
    bell_and_ear.start()


async def test_a_message_whose_fault_shows_after_the_outage_becomes_a_dead_letter(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    heard.trouble = lambda _: Unavailable("bell", "it is away")
    async with listening(bell_and_ear, second_database, heard, TWO_TRIES):
        await bells.ring(a_ring())
        await until(lambda: _counts(letters, dead=0, waiting=1))

        heard.trouble = lambda _: ValueError("too loud")
        await until(lambda: _counts(letters, dead=1, waiting=0))

    assert (await letters.list_open())[0].error == "ValueError: too loud"


async def test_a_handler_that_is_too_slow_while_its_database_answers_makes_a_dead_letter(
    bells: Bells,
    bell_and_ear: TestNats,
    second_database: Database,
    letters: DeadLetters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "HANDLE_S", 0.05)
    slow: Handlers[None] = Handlers()

    @slow.on(BellRang)
    async def never_ends(_: BellRang, __: None) -> None:
        await asyncio.Event().wait()

    async with (
        connected(bell_and_ear, "ear") as broker,
        doing(Inbox("ear", second_database, broker, slow, None, TWO_TRIES).run()),
    ):
        await bells.ring(a_ring())
        await until(lambda: _counts(letters, dead=1, waiting=0))

    assert "longer than 0.05 s" in (await letters.list_open())[0].error


@pytest.mark.parametrize(
    "error",
    [
        DatabaseUnavailable("it starts"),
        Unavailable("product", "no answer"),
        asyncpg.ReadOnlySQLTransactionError("it fails over"),
        asyncpg.AdminShutdownError("it stops"),
        asyncpg.TooManyConnectionsError("it is full"),
        asyncpg.DiskFullError("no room"),
        ConnectionRefusedError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_what_is_an_outage(error: Exception, second_database: Database) -> None:
    assert await is_outage(error, second_database)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("too loud"),
        asyncpg.UniqueViolationError("twice"),
        asyncpg.InterfaceError("the server expects 2 arguments for this query, 1 was passed"),
        FileNotFoundError("rates.csv"),
        HandlerTooSlow("bell.rang.v1", 20),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_what_is_a_messages_own_fault(error: Exception, second_database: Database) -> None:
    assert not await is_outage(error, second_database)


async def test_a_slow_handler_is_no_fault_of_the_message_while_the_database_is_away(second_database: Database) -> None:
    away = Database("postgresql://nobody@127.0.0.1:9/none", name="away")

    assert await is_outage(HandlerTooSlow("bell.rang.v1", 20), away)


async def _counts(letters: DeadLetters, *, dead: int, waiting: int) -> bool:
    return await letters.count_open() == {"dead": dead, "waiting": waiting}
