"""Old rows go without anybody waiting for it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from kit.data import housekeeping, idempotency
from kit.data.database import Database
from kit.data.housekeeping import OldRows
from kit.data.idempotency import IdempotencyRecords, RecordId
from kit.http import limits
from kit.messaging import announced, dead_letters
from kit.sagas.storage import ENDED

MONTH = timedelta(days=30)
# 20,000 rows each, nine of ten of them old: enough that a plan without the index would cost more.
FILL = {
    idempotency.EXPIRED: """
        insert into kit_idempotency (caller, route, key, fingerprint, claim, lease_until, expires_at)
        select 'c', 'POST /', 'key-' || n, 'f', gen_random_uuid(), now(), now() + make_interval(secs => n - 18000)
          from generate_series(1, $1::int) as n""",
    limits.EXPIRED: """
        insert into kit_limits (name, who, hits, ends_at)
        select 'l', n::text::bytea, 1, now() + make_interval(secs => n - 18000)
          from generate_series(1, $1::int) as n""",
    dead_letters.HANDLED: """
        insert into kit_inbox (key, at)
        select n::text, now() - interval '30 days' + make_interval(secs => n - 18000)
          from generate_series(1, $1::int) as n""",
    announced.FORGOTTEN: """
        insert into kit_announced (position, id, subject, body, at)
        select n, uuidv7(), 'bell.rang.v1', '{}', now() - interval '30 days' + make_interval(secs => n - 18000)
          from generate_series(1, $1::int) as n""",
    ENDED: """
        insert into kit_sagas (id, kind, subject, step, give_up_at, ended_at)
        select uuidv7(), 'trip', uuidv7(), 'done', now(), now() - interval '30 days' + make_interval(secs => n - 18000)
          from generate_series(1, $1::int) as n""",
}


def arguments_of(rows: OldRows) -> list[timedelta]:
    return [MONTH] if rows in (dead_letters.HANDLED, announced.FORGOTTEN, ENDED) else []


@pytest.mark.parametrize("rows", FILL, ids=lambda rows: rows.table)
async def test_among_20_000_rows_the_old_ones_are_found_by_an_index(kit_database: Database, rows: OldRows) -> None:
    async with kit_database.acquire() as connection:
        await connection.execute(FILL[rows], 20_000, timeout=300)
        await connection.execute(f"analyze {rows.table}")

        plan = await connection.fetch(f"explain {rows.delete_batch}", *arguments_of(rows))

    told = "\n".join(line[0] for line in plan)
    assert "Index Scan" in told, told
    assert "Tid Scan" in told, told
    assert "Seq Scan" not in told, told


@pytest.mark.parametrize("rows", FILL, ids=lambda rows: rows.table)
async def test_what_is_old_goes_and_what_is_not_stays(kit_database: Database, rows: OldRows) -> None:
    async with kit_database.acquire() as connection:
        await connection.execute(FILL[rows].replace("18000", "2500"), 3000)

    await housekeeping.remove(kit_database, rows, *arguments_of(rows))

    async with kit_database.acquire() as connection:
        left: int = await connection.fetchval(f"select count(*) from {rows.table}")  # pyright: ignore[reportAssignmentType]
    assert 490 <= left <= 500


async def test_sagas_that_are_parked_or_under_way_stay_however_old(kit_database: Database) -> None:
    async with kit_database.acquire() as connection:
        await connection.execute(
            """insert into kit_sagas (id, kind, subject, step, give_up_at, begun_at, moved_at, parked_at)
               select uuidv7(), 'trip', uuidv7(), 'pay', now(), long_ago, long_ago, parked_at
                 from (select now() - interval '900 days' as long_ago) old,
                      unnest(array[null, now() - interval '900 days']) as parked_at"""
        )

    await housekeeping.remove(kit_database, ENDED, MONTH)

    async with kit_database.acquire() as connection:
        assert await connection.fetchval("select count(*) from kit_sagas") == 2


async def test_a_table_that_cannot_be_cleaned_leaves_none_of_the_others_to_grow(
    kit_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with kit_database.acquire() as connection:
        await connection.execute(FILL[limits.EXPIRED].replace("18000", "20"), 20)

    await housekeeping.remove_all(kit_database, [(OldRows("no_such_table", by="at", where="true"),), (limits.EXPIRED,)])

    async with kit_database.acquire() as connection:
        assert await connection.fetchval("select count(*) from kit_limits") == 0
    assert "Old rows of no_such_table stay for now." in caplog.text


async def test_requests_go_on_while_old_rows_are_removed(kit_database: Database) -> None:
    async with kit_database.acquire() as connection:
        await connection.execute(FILL[idempotency.EXPIRED].replace("18000", "20000"), 20_000)
    records, claimed = IdempotencyRecords(kit_database), 0

    removing = asyncio.create_task(housekeeping.remove(kit_database, idempotency.EXPIRED))
    while not removing.done():
        key = f"key-{claimed % 20_000}"  # rows that are being removed at this moment
        assert await records.claim(RecordId("c", "POST /", key, b"f"), uuid4())
        claimed += 1

    await removing
    assert claimed > 20
    async with kit_database.acquire() as connection:
        assert await connection.fetchval("select count(*) from kit_idempotency where expires_at < now()") == 0


async def test_a_row_that_a_request_holds_is_left_for_later(kit_database: Database) -> None:
    async with kit_database.acquire() as connection:
        await connection.execute(FILL[idempotency.EXPIRED].replace("18000", "10"), 10)
    async with kit_database.acquire() as working, working.transaction():
        await working.execute("select 1 from kit_idempotency where key = 'key-3' for update")

        await housekeeping.remove(kit_database, idempotency.EXPIRED)

        left = await working.fetch("select key from kit_idempotency where expires_at < now()")
        assert [row["key"] for row in left] == ["key-3"]
