"""What the bench reads of PostgreSQL, on a server that forces commits to the disk."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from bench.databases import databases_at, prepare
from bench.running import refuse_broken_promises
from cli.refusals import Refusal
from local.databases import ServiceDatabase, prepare_databases
from local.postgres import PostgresServer
from local.programs import free_port

SETTING_S = 60
SERVICE = ServiceDatabase("souk_order", "its password", "its owner's password", 10)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[PostgresServer]:
    server = PostgresServer(tmp_path / "postgres", free_port(), secrets.token_hex(8))
    process = await asyncio.to_thread(server.start)
    try:
        await prepare_databases(server.url, [SERVICE])
        await prepare(server.url, ["order"])
        await asyncio.to_thread(server.stop, process)
        process = await asyncio.to_thread(server.start)
        yield server
    finally:
        await asyncio.to_thread(server.stop, process)


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(SETTING_S):
        while not await is_so():  # noqa: ASYNC110 (the server tells nobody)
            await asyncio.sleep(0.02)


async def test_commits_log_and_round_trips_of_a_service_are_counted_and_those_of_the_bench_are_not(
    server: PostgresServer,
) -> None:
    service = await asyncpg.connect(server.url_of("souk_order_owner", "its owner's password", "souk_order"))
    await service.execute("create table things (number int)")
    async with databases_at(server.url, ["order"]) as databases:

        async def counts() -> bool:
            return (
                await service.fetchval("select setting from pg_settings where name = 'pg_stat_statements.track'")
                == "top"
            )

        await databases.count_statements("top")
        await until(counts)
        await databases.forget_statements()
        position = await databases.position()

        for number in range(3):
            async with service.transaction():
                await service.execute("insert into things values ($1)", number)
        await service.fetch("select * from things")
        await databases.any.fetch("select * from things")
        written = await databases.written_since(position)

        assert await databases.promises() == {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
        assert written.commits == 3
        assert written.record_bytes > 0
        assert await databases.statements() == 3 * 3 + 1
        within_the_last_record = await databases.any.fetchval("select (pg_current_wal_flush_lsn() - 1)::text")
        assert (await databases.written_since(str(within_the_last_record))).commits == 0
        assert await databases.left_to_do() == {}
        await service.execute("create table kit_outbox (id int)")
        await service.execute("insert into kit_outbox values (1), (2)")
        assert await databases.left_to_do() == {"order.kit_outbox": 2}
    await service.close()


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_forgets_gets_no_figures(setting: str) -> None:
    promises = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}

    refuse_broken_promises(promises)
    with pytest.raises(Refusal, match=f"{setting} = off"):
        refuse_broken_promises({**promises, setting: "off"})
