"""What wakes the relay, and what does not."""

from __future__ import annotations

import pytest

from kit.data.database import Database
from kit.messaging import outbox
from kit.tests.bells import Bells, a_ring, is_empty, ringing
from testkit.broker import TestNats
from testkit.waiting import until

FOR_EVER_S = 3600.0


async def test_a_commit_wakes_the_relay_long_before_it_would_look(
    kit_database: Database, bell_and_ear: TestNats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "POLL_S", FOR_EVER_S)

    async with ringing(bell_and_ear, kit_database) as bells:
        for _ in range(3):
            await bells.ring(a_ring())
            await until(lambda: is_empty(bells))


async def test_a_commit_in_another_replica_wakes_the_relay_that_carries(
    kit_database: Database, bell_and_ear: TestNats, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ringing(bell_and_ear, kit_database) as first:
        await first.ring(a_ring("by which the first relay is known to carry"))
        await until(lambda: is_empty(first))
        monkeypatch.setattr(outbox, "POLL_S", FOR_EVER_S)

        async with Database(kit_database.url) as other, ringing(bell_and_ear, other) as second:
            await until(lambda: other._followers)
            for _ in range(3):
                await second.ring(a_ring())
                await until(lambda: is_empty(second))


async def test_what_another_process_announced_is_carried_all_the_same(
    kit_database: Database, bell_and_ear: TestNats
) -> None:
    async with ringing(bell_and_ear, kit_database) as bells:
        await bells.ring(a_ring("by which the relay is known to carry"))
        await until(lambda: is_empty(bells))

        async with Database(kit_database.url) as command:
            await Bells(command).ring(a_ring("from a command, which has no relay"))
        await until(lambda: is_empty(bells))


async def test_only_a_commit_that_published_wakes_anybody(kit_database: Database) -> None:
    woken: list[str] = []
    bells, others = Bells(kit_database), Bells(kit_database)

    with kit_database.calling_when_announced(lambda: woken.append("woken")):
        async with bells.transaction() as silent:
            await silent.execute("select 1")
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the failure is inside the transaction)
            async with bells.transaction() as failing:
                await failing.publish(a_ring())
                raise ZeroDivisionError
        assert woken == []

        async with bells.transaction() as outer:
            await outer.joined(others).publish(a_ring())
            assert woken == []
        assert woken == ["woken"]

    await bells.ring(a_ring())
    assert woken == ["woken"]
