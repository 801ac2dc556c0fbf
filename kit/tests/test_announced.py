"""A broker that lost its streams owes nobody anything: what followers missed is announced again."""

from __future__ import annotations

import shutil

from kit.data.database import Database, PostgresStore
from kit.messaging.dead_letters import DeadLetters
from kit.tests.bells import BellRang, Heard, a_ring, is_empty, listening, ringing
from local.lost_streams import refill_lost_streams
from local.nats import prepare_streams
from testkit.broker import LAUNCHER_PASSWORD, TestNats
from testkit.waiting import until

FOLLOWERS = {"ear": ["bell.rang.v1"]}


async def lose_all_streams(nats: TestNats) -> None:
    nats.stop()
    shutil.rmtree(nats.server.folder / "store")
    nats.start()


async def prepare_anew(nats: TestNats, bell: Database, ear: Database) -> None:
    """As each start of the shop does."""
    urls = {"bell": bell.url, "ear": ear.url}
    broker = nats.url, LAUNCHER_PASSWORD
    await refill_lost_streams(*broker, ["bell"], FOLLOWERS, urls.__getitem__)
    await prepare_streams(*broker, ["bell"], FOLLOWERS)


async def ring_all(nats: TestNats, database: Database, *rings: BellRang) -> None:
    async with ringing(nats, database) as bells:
        await bells.ring(*rings)
        await until(lambda: is_empty(bells))


async def test_what_a_follower_missed_comes_again_in_its_order_and_what_it_had_does_not(
    kit_database: Database, second_database: Database, bell_and_ear: TestNats, heard: Heard
) -> None:
    had, *missed = [a_ring(tone) for tone in ("had", "first", "second", "third")]
    async with ringing(bell_and_ear, kit_database) as bells, listening(bell_and_ear, second_database, heard):
        await bells.ring(had)
        await until(lambda: heard.tones == ["had"])
    await ring_all(bell_and_ear, kit_database, *missed)
    await lose_all_streams(bell_and_ear)
    waits = a_ring("while it was away")
    async with PostgresStore(kit_database).transaction() as bells:
        await bells.publish(waits)

    await prepare_anew(bell_and_ear, kit_database, second_database)
    async with ringing(bell_and_ear, kit_database), listening(bell_and_ear, second_database, heard):
        await until(lambda: len(heard.tones) == 5)

    assert heard.tones == ["had", "first", "second", "third", "while it was away"]
    assert heard.calls.count(had.id) == 1


async def test_a_second_preparation_announces_nothing(
    kit_database: Database, second_database: Database, bell_and_ear: TestNats
) -> None:
    await ring_all(bell_and_ear, kit_database, a_ring())

    await prepare_anew(bell_and_ear, kit_database, second_database)

    assert await PostgresStore(kit_database).fetchval("select count(*) from kit_outbox") == 0


async def test_a_dead_letter_of_a_lost_stream_stays_one_and_no_new_one_takes_its_place(
    kit_database: Database, second_database: Database, bell_and_ear: TestNats, heard: Heard, letters: DeadLetters
) -> None:
    heard.trouble = lambda ring: ValueError("no ear for it") if ring.tone == "shrill" else None
    async with ringing(bell_and_ear, kit_database) as bells, listening(bell_and_ear, second_database, heard):
        await bells.ring(a_ring("shrill"))
        await until(lambda: _count_open(letters, 1))
        await until(lambda: is_empty(bells))
    await lose_all_streams(bell_and_ear)

    await prepare_anew(bell_and_ear, kit_database, second_database)
    assert await PostgresStore(kit_database).fetchval("select count(*) from kit_outbox") == 0
    async with ringing(bell_and_ear, kit_database) as bells, listening(bell_and_ear, second_database, heard):
        await bells.ring(a_ring("shrill"))  # again the first of its stream
        await until(lambda: _count_open(letters, 2))

    assert len({letter.headers["Nats-Msg-Id"] for letter in await letters.list_open()}) == 2


async def _count_open(letters: DeadLetters, count: int) -> bool:
    return len(await letters.list_open()) == count
