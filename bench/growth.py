"""A month of a busy shop, day by day: do tables, deletions and ordinary writes stay flat?

    python bench/growth.py [--days 30] [--a-day 2000] [--keep 5]

Each day's rows are made by SQL in kit's tables, in a database of its own: idempotency records, inbox, outbox, rate
limits, ended sagas. Then the housekeeping of the services runs, keeping `--keep` days; a new row is written many times.
The services' own tables follow, through their own jobs (growth_of_services.py); exit code 1 where one is not flat.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bench import growth_of_services
from bench.catalogue import an_empty_catalogue
from kit.data import housekeeping, idempotency
from kit.data.database import Database
from kit.data.housekeeping import OldRows
from kit.http import limits
from kit.messaging import announced, dead_letters
from kit.sagas import storage as sagas

WRITES: Final = 300
# $1 rows that were made, and are over, so long ago as $2 says; the rules of kit say what of them may go.
A_DAY: Final[Mapping[OldRows, str]] = {
    idempotency.EXPIRED: """
        insert into kit_idempotency (caller, route, key, fingerprint, claim, lease_until, expires_at, status, body)
        select 'customer', 'POST /orders', gen_random_uuid(), 'f', gen_random_uuid(), now(), now() - $2::interval, 201,
               convert_to(repeat('x', 500), 'UTF8') from generate_series(1, $1::int)""",
    limits.EXPIRED: """
        insert into kit_limits (name, who, hits, ends_at)
        select 'sign-up', convert_to(gen_random_uuid()::text, 'UTF8'), 1, now() - $2::interval
          from generate_series(1, $1::int)""",
    dead_letters.HANDLED: """
        insert into kit_inbox (key, at)
        select gen_random_uuid(), now() - $2::interval from generate_series(1, $1::int)""",
    announced.FORGOTTEN: """
        insert into kit_announced (position, id, subject, body, at)
        select n, gen_random_uuid(), 'order.placed.v1', repeat('x', 1000), now() - $2::interval
          from generate_series(1, $1::int) as n""",
    sagas.ENDED: """
        insert into kit_sagas (id, kind, subject, step, give_up_at, ended_at)
        select uuidv7(), 'checkout', uuidv7(), 'done', now(), now() - $2::interval from generate_series(1, $1::int)""",
}
A_WRITE: Final = "insert into kit_inbox (key) values (gen_random_uuid())"
# What passes through: written by actions and deleted by the relay.
THROUGH_THE_OUTBOX: Final = """
insert into kit_outbox (id, subject, body) select gen_random_uuid(), 'order.placed.v1', repeat('x', 1000)
from generate_series(1, $1::int)"""


async def a_day(connection: Any, day: int, days: int, a_day: int) -> None:
    """The last day is today; one before it is as much older."""
    age = timedelta(days=days - day)
    for fill in A_DAY.values():
        await connection.execute(fill, a_day, age)
    await connection.execute(THROUGH_THE_OUTBOX, a_day)
    await connection.execute("delete from kit_outbox")


async def clean(database: Database, kept: timedelta) -> float:
    """Milliseconds; what expires by itself is over after `kept` days like all else."""
    began = time.perf_counter()
    for rows in A_DAY:
        where = rows.where.replace("now()", "now() - $1::interval") if "$1" not in rows.where else rows.where
        await housekeeping.remove(database, OldRows(rows.table, rows.by, where), kept)
    return (time.perf_counter() - began) * 1000


async def p95_of_a_write(connection: Any) -> float:
    taken: list[float] = []
    for _ in range(WRITES):
        began = time.perf_counter()
        await connection.execute(A_WRITE)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


async def live(url: str, days: int, rows_a_day: int, keep: int) -> None:
    async with Database(url, size=2, name="bench growth") as database, database.acquire() as connection:
        tables = (*(rows.table for rows in A_DAY), "kit_outbox")
        print(f"day | MB in {', '.join(tables)} | cleaning ms | p95 of a write ms")
        for day in range(1, days + 1):
            await a_day(connection, day, days, rows_a_day)
            # The clock stands still, so a day that is to come is cleaned as if it were here.
            took = await clean(database, timedelta(days=days - day + keep))
            for table in tables:
                await connection.execute(f"vacuum (analyze) {table}")  # what autovacuum does within the day
            sizes = [
                await connection.fetchval("select pg_total_relation_size($1::text::regclass) / 1e6::float8", table)
                for table in tables
            ]
            write = await p95_of_a_write(connection)
            print(f"{day:3} | {' '.join(f'{size:6.1f}' for size in sizes)} | {took:7.0f} | {write:6.2f}", flush=True)
        for rows in A_DAY:
            arguments = [timedelta(days=keep)] if "$1" in rows.where else []
            plan = "\n".join(line[0] for line in await connection.fetch(f"explain {rows.delete_batch}", *arguments))
            print(f"{rows.table}: {'by an index' if 'Index Scan' in plan else plan}")


async def live_services(server: str, days: int, rows_a_day: int, keep: int) -> bool:
    print("service | day | MB of each table | jobs ms")
    lived = [
        await growth_of_services.live(growing, server, days, rows_a_day, keep) for growing in growth_of_services.ALL
    ]
    return all(lived)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--days", type=int, default=30)
    arguments.add_argument("--a-day", type=int, default=2000)
    arguments.add_argument("--keep", type=int, default=5)
    asked = arguments.parse_args()
    with an_empty_catalogue() as catalogue:  # any service's database has kit's tables
        asyncio.run(live(catalogue.url, asked.days, asked.a_day, asked.keep))
        flat = asyncio.run(live_services(catalogue.url, asked.days, asked.a_day, asked.keep))
    sys.exit(0 if flat else 1)


if __name__ == "__main__":
    main()
