"""What a follower does with what it is told: once in effect, again after trouble, and never lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import local.nats
from kit.data import housekeeping
from kit.data.database import Database, PostgresStore
from kit.events import Event
from kit.messaging import pulling
from kit.messaging.dead_letters import HANDLED, DeadLetters
from kit.messaging.handlers import Handlers
from kit.messaging.inbox import Inbox
from kit.observing import telemetry
from kit.tests.bells import BellRang, Bells, Heard, a_ring, connected, doing, listening, ringing, say
from testkit.broker import TestNats, running
from testkit.waiting import PATIENCE_S, until


async def test_a_follower_hears_what_was_announced_in_order(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard
) -> None:
    await bells.ring(*(a_ring(str(number)) for number in range(30)))

    async with listening(bell_and_ear, second_database, heard):
        await until(lambda: len(heard.tones) == 30)

    assert heard.tones == [str(number) for number in range(30)]


async def test_a_follower_that_was_away_finds_everything(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard
) -> None:
    async with listening(bell_and_ear, second_database, heard):
        await bells.ring(a_ring("one"))
        await until(lambda: heard.tones == ["one"])
    await bells.ring(a_ring("two"))

    async with listening(bell_and_ear, second_database, heard):
        await until(lambda: heard.tones == ["one", "two"])


async def test_a_message_that_comes_twice_takes_effect_once(
    bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    """The relay sent it, died before it noted that, and the broker has forgotten the id."""
    ring = a_ring("once")
    await say(bell_and_ear, ring.model_dump_json().encode(), **{"Nats-Msg-Id": "first"})
    await say(bell_and_ear, ring.model_dump_json().encode(), **{"Nats-Msg-Id": "second"})

    async with listening(bell_and_ear, second_database, heard):
        await until(lambda: len(heard.calls) == 2)
        await say(bell_and_ear, a_ring("after").model_dump_json().encode())
        await until(lambda: heard.tones == ["once", "after"])

    assert len(heard.calls) == 3
    assert await letters.list_open() == []


async def test_two_replicas_handle_each_message_once(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard
) -> None:
    async with listening(bell_and_ear, second_database, heard), listening(bell_and_ear, second_database, heard):
        await bells.ring(*(a_ring(str(number)) for number in range(100)))
        await until(lambda: len(heard.tones) == 100)

    assert sorted(heard.tones, key=int) == [str(number) for number in range(100)]


async def test_a_handler_that_fails_is_tried_again(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    heard.trouble = lambda _: ZeroDivisionError() if len(heard.calls) < 3 else None

    async with listening(bell_and_ear, second_database, heard):
        await bells.ring(a_ring())
        await until(lambda: heard.tones == ["ding"])

    assert len(heard.calls) == 3
    assert await letters.list_open() == []


async def test_a_follower_waits_for_a_broker_that_is_away_at_its_start_and_later(
    bells: Bells,
    bell_and_ear: TestNats,
    second_database: Database,
    heard: Heard,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bell_and_ear.stop()
    caplog.clear()
    async with listening(bell_and_ear, second_database, heard):
        await until(lambda: "The broker: " in caplog.text)
        bell_and_ear.start()
        await bells.ring(a_ring("one"))
        await until(lambda: heard.tones == ["one"])

        caplog.clear()
        bell_and_ear.stop()
        await until(lambda: "connection is lost" in caplog.text)
        bell_and_ear.start()
        await bells.ring(a_ring("two"))
        await until(lambda: heard.tones == ["one", "two"])


async def test_a_follower_that_stops_gives_back_all_that_it_had_not_handled(
    kit_database: Database,
    second_database: Database,
    heard: Heard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also what was on its way to it: nobody waits here until the broker gives up on it."""
    monkeypatch.setattr(local.nats, "ACK_WAIT_S", 10 * PATIENCE_S)
    monkeypatch.setattr(pulling, "LEAVE_S", PATIENCE_S)
    slow: Handlers[list[str]] = Handlers()

    @slow.on(BellRang)
    async def hear_for_ever(event: BellRang, begun: list[str]) -> None:
        begun.append(event.tone)
        await asyncio.Event().wait()

    begun: list[str] = []
    tones = [f"{number} {'ding' * 20_000}" for number in range(30)]  # more than comes at once
    with running(tmp_path / "patient", publishers=["bell"], followers={"ear": ["bell.rang.v1"]}) as nats:
        async with ringing(nats, kit_database) as bells:
            await bells.ring(*map(a_ring, tones))
            async with (
                connected(nats, "ear") as broker,
                doing(Inbox("ear", second_database, broker, slow, begun).run()),
            ):
                await until(lambda: begun)

            async with listening(nats, second_database, heard):
                await until(lambda: len(heard.tones) == len(tones))

    assert set(heard.tones) == set(tones)


async def test_a_handler_goes_on_with_the_trace_of_the_event(
    bells: Bells, bell_and_ear: TestNats, second_database: Database
) -> None:
    handlers: Handlers[list[str | None]] = Handlers()

    @handlers.on(BellRang)
    async def hear(_: BellRang, traces: list[str | None]) -> None:
        traces.append(telemetry.trace_id())

    traces: list[str | None] = []
    async with (
        connected(bell_and_ear, "ear") as broker,
        doing(Inbox("ear", second_database, broker, handlers, traces).run()),
    ):
        with telemetry.continued(None, "a request") as trace:
            await bells.ring(a_ring())
        await until(lambda: traces == [trace.trace_id])


async def test_what_was_handled_is_forgotten_only_when_it_cannot_come_again(second_database: Database) -> None:
    store = PostgresStore(second_database)
    await store.execute("insert into kit_inbox (key, at) values ('old', now() - interval '31 days'), ('new', now())")

    await housekeeping.remove(second_database, HANDLED, timedelta(days=30))

    assert [row["key"] for row in await store.fetch("select key from kit_inbox")] == ["new"]


def test_one_fact_has_one_handler() -> None:
    handlers: Handlers[None] = Handlers()

    @handlers.on(BellRang)
    async def first(_: BellRang, __: None) -> None: ...

    with pytest.raises(TypeError, match="already has a handler"):

        @handlers.on(BellRang)
        async def second(_: BellRang, __: None) -> None: ...


def test_an_event_names_its_owner_fact_and_version() -> None:
    with pytest.raises(TypeError, match=r"owner\.what-happened\.v1"):

        class _Rang(Event, subject="rang"):
            pass


def test_a_field_that_a_newer_publisher_added_is_ignored() -> None:
    event = BellRang.model_validate({"at": datetime.now(UTC), "tone": "ding", "volume": 11})

    assert event.tone == "ding"
