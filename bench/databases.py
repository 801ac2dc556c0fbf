"""The shop's PostgreSQL as the bench sees it: what it promises, what it counted, and whether work is left."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

PROMISES = ("fsync", "full_page_writes", "synchronous_commit")
# Counts calls of statements; it is switched on only while they are counted, since that costs processor time.
COUNTING = "pg_stat_statements.track"
PREPARED = (
    "alter system set shared_preload_libraries = 'pg_stat_statements'",
    f"alter system set {COUNTING} = 'none'",
    "alter system set wal_keep_size = '2GB'",  # the log is read after the load
)
# Table → what of it is still to be done.
LEFT_TO_DO: Mapping[str, str] = {
    "kit_outbox": "true",
    "kit_dead_letters": "waiting",
    "kit_sagas": "ended_at is null",
    "kit_mails": "state = 'waiting'",
    "shipments": "next_move_at is not null",
    "orders": "state in ('pending', 'confirmed', 'shipped')",
}

SUMS_OF_LOG = """
    select coalesce(sum(count) filter (where "resource_manager/record_type" like 'Transaction/COMMIT%'), 0)::bigint,
           coalesce(sum(record_size), 0)::bigint, coalesce(sum(fpi_size), 0)::bigint
    from pg_get_wal_stats($1::text::pg_lsn, $2::text::pg_lsn, true)
"""
TABLES_WITH_ROWS = """
    select oid::regclass::text from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
"""
# The position moves to the end of a page by itself, with no record up to there.
NOTHING_WRITTEN = "could not find a valid record"


@dataclass(frozen=True, slots=True)
class Written:
    """To the write-ahead log."""

    commits: int
    record_bytes: int
    image_bytes: int  # whole pages, after each checkpoint


@dataclass(frozen=True)
class Databases:
    """`of`: a service → a connection to its database. Its backends are the bench's, and counted with no part."""

    of: Mapping[str, asyncpg.Connection]
    pids: Sequence[int]

    @property
    def any(self) -> asyncpg.Connection:
        return next(iter(self.of.values()))

    async def promises(self) -> dict[str, str]:
        rows = await self.any.fetch("select name, setting from pg_settings where name = any($1)", list(PROMISES))
        return {row["name"]: row["setting"] for row in rows}

    async def position(self) -> str:
        """In the log. A commit is flushed before it is answered."""
        return str(await self.any.fetchval("select pg_current_wal_flush_lsn()::text"))

    async def written_since(self, position: str) -> Written:
        now = await self.position()
        if now == position:
            return Written(0, 0, 0)
        try:
            row = await self.any.fetchrow(SUMS_OF_LOG, position, now)
        except asyncpg.InternalServerError as error:
            if NOTHING_WRITTEN not in str(error):
                raise
            return Written(0, 0, 0)
        assert row
        return Written(*row)

    async def count_statements(self, tracked: str) -> None:
        """'top' counts what services send, 'none' nothing."""
        await self.any.execute(f"alter system set {COUNTING} = '{tracked}'")
        await self.any.execute("select pg_reload_conf()")

    async def forget_statements(self) -> None:
        await self.any.execute("select pg_stat_statements_reset()")

    async def statements(self) -> int:
        """All that was sent since, begin and commit too: each is a round trip."""
        mine = "(select oid from pg_roles where rolname = current_user)"
        counted = f"select coalesce(sum(calls), 0)::bigint from pg_stat_statements where userid <> {mine}"
        return int(await self.any.fetchval(counted) or 0)

    async def left_to_do(self) -> dict[str, int]:
        """Service and table → rows."""
        left: dict[str, int] = {}
        for service, connection in self.of.items():
            names = await connection.fetch(
                "select tablename from pg_tables where schemaname = 'public' and tablename = any($1)", list(LEFT_TO_DO)
            )
            for (table,) in names:
                rows = await connection.fetchval(f"select count(*) from {table} where {LEFT_TO_DO[table]}")
                if rows:
                    left[f"{service}.{table}"] = rows
        return left


@contextlib.asynccontextmanager
async def databases_at(server: str, services: Sequence[str]) -> AsyncIterator[Databases]:
    """`server`: the address of the superuser's own database."""
    async with contextlib.AsyncExitStack() as stack:
        of: dict[str, Any] = {}
        for service in services:
            address = f"{server.rpartition('/')[0]}/souk_{service}"
            of[service] = await asyncpg.connect(address, server_settings={"application_name": "souk bench"})
            stack.push_async_callback(of[service].close, timeout=5)
        pids = [await connection.fetchval("select pg_backend_pid()") for connection in of.values()]
        yield Databases(of, pids)


async def prepare(server: str, services: Sequence[str]) -> None:
    """After the catalogue is filled; what it sets comes with the next start."""
    async with databases_at(server, services) as databases:
        for statement in PREPARED:
            await databases.any.execute(statement)
        await databases.any.execute("create extension pg_walinspect")
        await databases.any.execute("create extension pg_stat_statements")
        for connection in databases.of.values():
            # A table that was looked at while it was empty is planned as an empty one until somebody looks again.
            for (table,) in await connection.fetch(TABLES_WITH_ROWS):
                await connection.execute(f"vacuum analyze {table}")
        await databases.any.execute("checkpoint")
