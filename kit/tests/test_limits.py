from __future__ import annotations

import asyncio

import pytest

from kit.data.database import Database
from kit.http.limits import Limits, TooMany


async def test_the_try_after_the_last_allowed_one_is_refused(kit_database: Database) -> None:
    limits = Limits(kit_database)
    for _ in range(3):
        await limits.hit("login", "alice@example.com", most=3, per_s=900)

    with pytest.raises(TooMany) as caught:
        await limits.hit("login", "alice@example.com", most=3, per_s=900)

    retry_after_s = caught.value.facts["retry_after_s"]
    assert isinstance(retry_after_s, int)
    assert 890 <= retry_after_s <= 900


async def test_others_and_other_limits_are_counted_apart(kit_database: Database) -> None:
    limits = Limits(kit_database)
    await limits.hit("login", "alice", most=1, per_s=900)

    await limits.hit("login", "bob", most=1, per_s=900)
    await limits.hit("sign-up", "alice", most=1, per_s=900)


async def test_tries_at_the_same_time_are_all_counted(kit_database: Database) -> None:
    limits = Limits(kit_database)

    tries = await asyncio.gather(
        *(limits.hit("card", "1.2.3.4", most=5, per_s=60) for _ in range(12)), return_exceptions=True
    )

    assert sum(isinstance(outcome, TooMany) for outcome in tries) == 7


async def test_when_the_time_is_over_counting_starts_again(kit_database: Database) -> None:
    limits = Limits(kit_database)
    await limits.hit("login", "alice", most=1, per_s=900)
    async with kit_database.acquire() as connection:
        await connection.execute("update kit_limits set ends_at = now() - interval '1 second'")

    await limits.hit("login", "alice", most=1, per_s=0.05)


async def test_a_success_may_forget_the_failures(kit_database: Database) -> None:
    limits = Limits(kit_database)
    await limits.hit("login", "alice", most=1, per_s=900)

    await limits.forget("login", "alice")

    await limits.hit("login", "alice", most=1, per_s=900)


async def test_the_table_does_not_know_who_was_counted(kit_database: Database) -> None:
    await Limits(kit_database).hit("login", "alice@example.com", most=1, per_s=900)

    async with kit_database.acquire() as connection:
        row = await connection.fetchrow("select name, encode(who, 'escape') as who from kit_limits")

    assert row is not None
    assert "alice" not in row["who"]


async def test_who_has_reached_a_limit_is_refused_without_being_counted(kit_database: Database) -> None:
    limits = Limits(kit_database)
    await limits.hit("card", "1.2.3.4", most=2, per_s=60)
    await limits.refuse("card", "1.2.3.4", most=2)
    await limits.hit("card", "1.2.3.4", most=2, per_s=60)

    for _ in range(2):
        with pytest.raises(TooMany):
            await limits.refuse("card", "1.2.3.4", most=2)
    await limits.refuse("card", "1.2.3.5", most=2)
    await limits.refuse("card", "1.2.3.4", most=3)
