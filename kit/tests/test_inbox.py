"""What a follower does with what it is told: once in effect, again after trouble, and never lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from kit import inbox_desk, telemetry
from kit.calls import Unavailable
from kit.database import Database, PostgresStore
from kit.dead_letters import DeadLetters, NoSuchDeadLetter, Notes
from kit.events import Event, Handlers
from kit.inbox import Inbox, Patience
from kit.testing.broker import TestNats
from kit.tests.bells import BellRang, Bells, Heard, a_ring, connected, doing, listening, ringing, until


@pytest.fixture
async def bells(bell_and_ear: TestNats, kit_database: Database) -> AsyncIterator[Bells]:
    async with ringing(bell_and_ear, kit_database) as bells:
        yield bells


@pytest.fixture
def heard(second_database: Database) -> Heard:
    return Heard(PostgresStore(second_database))


@pytest.fixture
def letters(second_database: Database) -> DeadLetters:
    return DeadLetters(second_database)


async def say(server: TestNats, body: bytes, subject: str = "bell.rang.v1", **headers: str) -> None:
    """Past the outbox: what a broken or repeating publisher sends."""
    async with connected(server, "bell") as broker:
        await (await broker.jetstream()).publish(subject, body, headers=headers or None)


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
        await until(lambda: len(heard.calls) == 3)

    assert heard.tones == ["once", "after"]
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


async def test_a_message_that_fails_every_time_becomes_a_dead_letter_and_stops_no_other(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    heard.trouble = lambda event: ValueError("too loud") if event.tone == "BOOM" else None
    poison = a_ring("BOOM")

    async with listening(bell_and_ear, second_database, heard):
        await bells.ring(poison, a_ring("fine"))
        await until(lambda: _has_open(letters, 1))
        assert heard.tones == ["fine"]

    (letter,) = await letters.list_open()
    assert (letter.subject, letter.tries, letter.error) == ("bell.rang.v1", 3, "ValueError: too loud")
    assert BellRang.model_validate_json(letter.body) == poison


async def test_a_message_that_cannot_be_read_becomes_a_dead_letter_at_once(
    bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    await say(bell_and_ear, b"\xff not JSON")
    await say(bell_and_ear, b'{"id": "no uuid"}')

    async with listening(bell_and_ear, second_database, heard, Patience(tries=1000, first_pause_s=600)):
        await until(lambda: _has_open(letters, 2))

    assert heard.calls == []
    assert "tone: Field required" in (await letters.list_open())[1].error


async def test_a_dead_letter_is_replayed_when_an_operator_asks(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    heard.trouble = lambda _: ValueError("not yet")
    async with listening(bell_and_ear, second_database, heard):
        await bells.ring(a_ring())
        await until(lambda: _has_open(letters, 1))
        (letter,) = await letters.list_open()

        await letters.ask_to_replay(letter.id)
        await until(lambda: _tries_of(letters, letter.id, 4))
        heard.trouble = lambda _: None
        await letters.ask_to_replay(letter.id)
        await until(lambda: _has_open(letters, 0))

    assert heard.tones == ["ding"]
    with pytest.raises(NoSuchDeadLetter):
        await letters.ask_to_replay(letter.id)


async def test_an_operator_lists_and_replays_by_command(
    bells: Bells,
    bell_and_ear: TestNats,
    second_database: Database,
    heard: Heard,
    letters: DeadLetters,
    capsys: pytest.CaptureFixture[str],
) -> None:
    env = {"SOUK_EAR_DATABASE_URL": second_database.url}

    async def command(*args: str) -> int:
        return await asyncio.to_thread(inbox_desk.main, ["ear", *args], env)

    heard.trouble = lambda _: ValueError("not yet")
    async with listening(bell_and_ear, second_database, heard):
        await bells.ring(a_ring())
        await until(lambda: _has_open(letters, 1))
        heard.trouble = lambda _: None
        (letter,) = await letters.list_open()

        assert await command("list") == 0
        assert "bell.rang.v1\t3 tries\tValueError: not yet" in capsys.readouterr().out
        assert await command("replay", str(letter.id)) == 0
        assert f"{letter.id} is handled." in capsys.readouterr().out

    assert heard.tones == ["ding"]
    assert await command("replay", "4711") == 1
    assert "There is no open dead letter 4711." in capsys.readouterr().err
    assert await command("what") == 2


async def test_an_outage_of_another_part_makes_no_dead_letter(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard, letters: DeadLetters
) -> None:
    heard.trouble = lambda _: Unavailable("bell", "it is away") if len(heard.calls) < 6 else None

    async with listening(bell_and_ear, second_database, heard, Patience(tries=2, first_pause_s=0.01)):
        await bells.ring(a_ring())
        await until(lambda: heard.tones == ["ding"])

    assert await letters.list_open() == []


async def test_a_follower_waits_for_a_broker_that_is_away_at_its_start_and_later(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard
) -> None:
    bell_and_ear.stop()
    async with listening(bell_and_ear, second_database, heard):
        await asyncio.sleep(0.2)
        bell_and_ear.start()
        await bells.ring(a_ring("one"))
        await until(lambda: heard.tones == ["one"])

        bell_and_ear.stop()
        await asyncio.sleep(0.2)
        bell_and_ear.start()
        await bells.ring(a_ring("two"))
        await until(lambda: heard.tones == ["one", "two"])


async def test_a_follower_that_stops_gives_back_what_it_had_not_handled(
    bells: Bells, bell_and_ear: TestNats, second_database: Database, heard: Heard
) -> None:
    """Else the next start would wait for the broker to give up on it, 30 seconds."""
    slow: Handlers[list[str]] = Handlers()

    @slow.on(BellRang)
    async def hear_for_ever(event: BellRang, begun: list[str]) -> None:
        begun.append(event.tone)
        await asyncio.Event().wait()

    begun: list[str] = []
    await bells.ring(*(a_ring(str(number)) for number in range(5)))
    async with (
        connected(bell_and_ear, "ear") as broker,
        doing(Inbox("ear", second_database, broker, slow, begun).run()),
    ):
        await until(lambda: begun == ["0"])

    async with listening(bell_and_ear, second_database, heard):
        await until(lambda: sorted(heard.tones) == ["0", "1", "2", "3", "4"])


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
    store, notes = PostgresStore(second_database), Notes(second_database)
    await store.execute("insert into kit_inbox (key, at) values ('old', now() - interval '31 days'), ('new', now())")

    await notes.forget_older_than(timedelta(days=30))

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


async def _has_open(letters: DeadLetters, count: int) -> bool:
    return len(await letters.list_open()) == count


async def _tries_of(letters: DeadLetters, letter_id: int, tries: int) -> bool:
    letter = await letters.find(letter_id)
    return letter is not None and letter.tries == tries
