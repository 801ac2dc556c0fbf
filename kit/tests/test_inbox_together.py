"""What waits is handled together, and none of it is held up, lost or done twice by another."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import local.nats
from kit.data.database import Database, PostgresStore
from kit.messaging import inbox, pulling
from kit.messaging.dead_letters import DeadLetters
from kit.messaging.handlers import Handlers
from kit.messaging.inbox import Inbox
from kit.tests.bells import THREE_TRIES, BellRang, Bells, Heard, a_ring, connected, doing, ringing, say
from local.nats import connect_as_launcher
from testkit import processes
from testkit.broker import LAUNCHER_PASSWORD, TestNats, running
from testkit.waiting import until


def keen_ears(taken: list[list[str]]) -> Handlers[Heard]:
    """Notes what it is given together, also where that comes to nothing."""
    handlers: Handlers[Heard] = Handlers()

    @handlers.on_many(BellRang)
    async def hear(events: Sequence[BellRang], heard: Heard) -> None:
        taken.append([event.tone for event in events])
        async with heard.store.transaction(once=[event.id for event in events]):
            for event in events:
                if error := heard.trouble(event):
                    raise error
        heard.tones += [event.tone for event in events]

    return handlers


@asynccontextmanager
async def listening(nats: TestNats, database: Database, heard: Heard) -> AsyncIterator[list[list[str]]]:
    taken: list[list[str]] = []
    async with (
        connected(nats, "ear") as broker,
        doing(Inbox("ear", database, broker, keen_ears(taken), heard, THREE_TRIES).run()),
    ):
        yield taken


async def rung(bells: Bells, *tones: str) -> None:
    await bells.ring(*(a_ring(tone) for tone in tones))
    await until(lambda: bells.fetchval("select not exists (select from kit_outbox)"))


async def test_what_waits_is_handled_together_in_order(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard
) -> None:
    tones = [str(number) for number in range(2 * pulling.AT_ONCE + 5)]
    await rung(bells, *tones)

    async with listening(bell_and_ear, second_database, heard) as taken:
        await until(lambda: len(heard.tones) == len(tones))

    assert heard.tones == tones
    assert len(taken) < len(tones) / 2


async def test_one_that_fails_holds_up_and_loses_no_other(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    heard.trouble = lambda event: ValueError("too loud") if event.tone == "BOOM" else None
    await rung(bells, "one", "BOOM", "two")
    await say(bell_and_ear, b"not JSON")
    await rung(bells, "three")

    async with listening(bell_and_ear, second_database, heard):
        await until(lambda: _has_dead(letters, 2))
        assert heard.tones == ["one", "two", "three"]

    assert sorted(letter.error.partition(":")[0] for letter in await letters.list_open()) == [
        "Unreadable",
        "ValueError",
    ]


async def test_one_that_was_done_before_is_not_done_again_with_the_others(
    bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    """The broker has forgotten the ids under which they were sent."""
    first, second = a_ring("first"), a_ring("second")
    for time, ring in enumerate((first, second, first, second)):
        await say(bell_and_ear, ring.model_dump_json().encode(), **{"Nats-Msg-Id": str(time)})

    async with listening(bell_and_ear, second_database, heard):
        await until(lambda: heard.tones == ["first", "second"])
        await say(bell_and_ear, a_ring("after").model_dump_json().encode())
        await until(lambda: heard.tones == ["first", "second", "after"])

    assert await letters.list_open() == []


async def test_who_is_too_slow_for_all_together_takes_them_one_by_one(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "HANDLE_S", 0.3)
    slow: Handlers[list[str]] = Handlers()

    @slow.on_many(BellRang)
    async def hear(events: Sequence[BellRang], heard: list[str]) -> None:
        if len(events) > 1:
            await asyncio.Event().wait()
        heard.append(events[0].tone)

    heard: list[str] = []
    await rung(bells, "one", "two", "three")
    async with (
        connected(bell_and_ear, "ear") as broker,
        doing(Inbox("ear", second_database, broker, slow, heard, THREE_TRIES).run()),
    ):
        await until(lambda: heard == ["one", "two", "three"])


async def test_a_follower_killed_after_it_kept_many_and_before_it_said_so_does_none_twice(
    kit_database: Database,
    second_database: Database,
    heard: Heard,
    letters: DeadLetters,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local.nats, "ACK_WAIT_S", 1.0)
    store = PostgresStore(second_database)
    with running(tmp_path / "impatient", publishers=["bell"], followers={"ear": ["bell.rang.v1"]}) as nats:
        async with ringing(nats, kit_database) as bells:
            await rung(bells, *map(str, range(20)))
            told = second_database.url, nats.url, nats.password_of("ear")
            killed = processes.start("kit.tests.doomed_ear", *told, log=tmp_path / "doomed-ear.log")
            assert await asyncio.to_thread(killed.wait) == -signal.SIGKILL
            kept = await store.fetchval("select count(*) from kit_inbox")

            async with listening(nats, second_database, heard):
                await until(lambda: _all_acknowledged(nats))

    assert kept > 0
    assert len(heard.tones) == 20 - kept
    assert await store.fetchval("select count(*) from kit_inbox") == 20
    assert await letters.list_open() == []


async def _all_acknowledged(server: TestNats) -> bool:
    client = await connect_as_launcher(server.url, LAUNCHER_PASSWORD)
    try:
        ear = await client.jetstream().consumer_info("BELL", "ear")
    finally:
        await client.close()
    return ear.num_pending == ear.num_ack_pending == 0


async def _has_dead(letters: DeadLetters, count: int) -> bool:
    return (await letters.count_open())["dead"] == count
