"""What leaves the outbox, when, and how often."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import nats.errors
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from kit.data.database import Database
from kit.messaging import outbox
from kit.messaging.broker import Broker
from kit.messaging.outbox import Relay
from kit.observing import telemetry
from kit.tests.bells import BellRang, Bells, a_ring, connected, doing, has, is_empty, ringing
from local.nats import connect_as_launcher
from testkit import processes
from testkit.broker import LAUNCHER_PASSWORD, TestNats
from testkit.waiting import until


async def stored(server: TestNats) -> list[Msg]:
    """What the broker keeps of the bell, read as the launcher, so that no follower is disturbed."""
    client: Client = await connect_as_launcher(server.url, LAUNCHER_PASSWORD)
    try:
        jetstream = client.jetstream()
        last = (await jetstream.stream_info("BELL")).state.last_seq
        return [await jetstream.get_msg("BELL", number) for number in range(1, last + 1)]  # pyright: ignore[reportReturnType]
    finally:
        await client.close()


async def test_an_event_leaves_with_its_transaction(kit_database: Database, bell_and_ear: TestNats) -> None:
    event = a_ring("dong")

    async with ringing(bell_and_ear, kit_database) as bells:
        await bells.ring(event)
        await until(lambda: is_empty(bells))

    (message,) = await stored(bell_and_ear)
    assert message.subject == "bell.rang.v1"
    assert BellRang.model_validate_json(message.data) == event
    assert (message.headers or {})["Nats-Msg-Id"] == str(event.id)


async def test_an_event_of_a_transaction_that_failed_never_leaves(
    kit_database: Database, bell_and_ear: TestNats
) -> None:
    async with ringing(bell_and_ear, kit_database) as bells:
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the failure is inside the transaction)
            async with bells.transaction() as failing:
                await failing.publish(a_ring("never"))
                raise ZeroDivisionError
        await bells.ring(a_ring("after"))
        await until(lambda: is_empty(bells))

    assert [BellRang.model_validate_json(message.data).tone for message in await stored(bell_and_ear)] == ["after"]


async def test_events_keep_their_order(kit_database: Database, bell_and_ear: TestNats) -> None:
    rings = [a_ring(str(number)) for number in range(250)]

    async with ringing(bell_and_ear, kit_database) as bells:
        for at in range(0, 250, 50):
            await bells.ring(*rings[at : at + 50])
        await until(lambda: is_empty(bells))

    kept = [BellRang.model_validate_json(message.data) for message in await stored(bell_and_ear)]
    assert [ring.tone for ring in kept] == [ring.tone for ring in rings]


async def test_events_wait_while_the_broker_is_away(kit_database: Database, bell_and_ear: TestNats) -> None:
    bell_and_ear.stop()
    async with ringing(bell_and_ear, kit_database) as bells:
        await bells.ring(a_ring())
        assert await bells.count_waiting() == 1

        bell_and_ear.start()
        await until(lambda: is_empty(bells))

        bell_and_ear.stop()
        await bells.ring(a_ring("while it was away again"))
        bell_and_ear.start()
        await until(lambda: is_empty(bells))

    assert len(await stored(bell_and_ear)) == 2


async def test_of_two_relays_the_second_takes_over_when_the_first_ends(
    kit_database: Database, bell_and_ear: TestNats
) -> None:
    bells = Bells(kit_database)
    async with connected(bell_and_ear, "bell") as broker:
        async with doing(Relay(kit_database, broker).run()):
            await bells.ring(a_ring())
            await until(lambda: is_empty(bells))
            async with doing(Relay(kit_database, broker).run()) as second:
                await until(lambda: len(kit_database._followers) == 2)
                await bells.ring(a_ring())
                await until(lambda: is_empty(bells))
                assert not second[0].done()
        async with doing(Relay(kit_database, broker).run()):
            await bells.ring(a_ring())
            await until(lambda: is_empty(bells))

    assert len(await stored(bell_and_ear)) == 3


async def test_a_relay_whose_connection_is_cut_makes_another(kit_database: Database, bell_and_ear: TestNats) -> None:
    async with ringing(bell_and_ear, kit_database) as bells:
        await bells.ring(a_ring())
        await until(lambda: is_empty(bells))
        await bells.fetchval(
            """select count(pg_terminate_backend(pid)) from pg_locks
                where locktype = 'advisory' and pid <> pg_backend_pid()
                  and database = (select oid from pg_database where datname = current_database())"""
        )

        await bells.ring(a_ring())
        await until(lambda: is_empty(bells))

    assert len(await stored(bell_and_ear)) == 2


async def test_an_event_carries_the_trace_of_what_caused_it(kit_database: Database, bell_and_ear: TestNats) -> None:
    async with ringing(bell_and_ear, kit_database) as bells:
        with telemetry.continued(None, "a request") as trace:
            await bells.ring(a_ring())
        await until(lambda: is_empty(bells))

    (message,) = await stored(bell_and_ear)
    assert trace.trace_id in (message.headers or {})["traceparent"]


async def test_an_event_that_is_refused_stays_and_stops_no_other(
    kit_database: Database, bell_and_ear: TestNats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "ACK_S", 0.3)
    bells = Bells(kit_database)
    async with bells.transaction() as writing:
        await writing.execute(
            "insert into kit_outbox (id, subject, body) values (gen_random_uuid(), 'stranger.came.v1', '{}')"
        )
        await writing.publish(a_ring())

    async with ringing(bell_and_ear, kit_database):
        await until(lambda: has(bells, 1))

    assert await bells.fetchval("select subject from kit_outbox") == "stranger.came.v1"
    assert len(await stored(bell_and_ear)) == 1


async def test_an_event_published_before_its_row_went_is_sent_again_under_its_id(
    kit_database: Database, bell_and_ear: TestNats, tmp_path: Path
) -> None:
    """The relay dies between the broker's acknowledgement and the removal of the row."""
    bells = Bells(kit_database)
    event = a_ring()
    await bells.ring(event)
    told = kit_database.url, bell_and_ear.url, bell_and_ear.password_of("bell")
    relay = processes.start("kit.tests.doomed_relay", *told, log=tmp_path / "doomed-relay.log")

    assert await asyncio.to_thread(relay.wait) == -signal.SIGKILL
    assert await bells.count_waiting() == 1
    assert len(await stored(bell_and_ear)) == 1

    async with ringing(bell_and_ear, kit_database):
        await until(lambda: is_empty(bells))
    # The broker knew the id; where it has forgotten it, the inbox knows (test_inbox.py).
    assert len(await stored(bell_and_ear)) == 1


async def test_a_service_may_not_publish_what_another_owns(bell_and_ear: TestNats) -> None:
    async with connected(bell_and_ear, "ear") as broker:
        with pytest.raises(nats.errors.TimeoutError):
            await (await broker.jetstream()).publish("bell.rang.v1", b"{}", timeout=0.3)

    assert await stored(bell_and_ear) == []


async def test_a_wrong_password_is_told_and_not_taken_for_a_broker_that_is_away(
    bell_and_ear: TestNats, caplog: pytest.LogCaptureFixture
) -> None:
    broker = Broker("bell", bell_and_ear.url, "not the password")
    await broker.open()
    try:
        await until(lambda: "Authorization" in caplog.text)
    finally:
        await broker.close()
