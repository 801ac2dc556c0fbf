"""Messages that cannot be handled are kept, and handled when an operator asks."""

from __future__ import annotations

import asyncio

import pytest

from kit.data.database import Database
from kit.messaging import dead_letters_command
from kit.messaging.dead_letters import DeadLetters, NoSuchDeadLetter
from kit.messaging.inbox import Patience
from kit.tests.bells import BellRang, Bells, Heard, a_ring, listening, say
from testkit.broker import TestNats
from testkit.waiting import until


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
        return await asyncio.to_thread(dead_letters_command.main, ["ear", *args], env)

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


@pytest.mark.parametrize("number", ["②", "٣", "²", "-1", "9" * 19, "seven", ""])
@pytest.mark.parametrize("verb", ["show", "replay"])
def test_what_is_no_id_gets_the_usage(verb: str, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = {"SOUK_EAR_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere"}

    assert dead_letters_command.main(["ear", verb, number], nowhere) == 2

    assert capsys.readouterr().err.startswith("usage: ")


async def _has_open(letters: DeadLetters, count: int) -> bool:
    return len(await letters.list_open()) == count


async def _tries_of(letters: DeadLetters, letter_id: int, tries: int) -> bool:
    letter = await letters.find(letter_id)
    return letter is not None and letter.tries == tries
