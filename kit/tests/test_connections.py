"""How a database's few connections are lent, waited for and given back."""

from __future__ import annotations

import asyncio
import socket

import pytest

from kit.data.database import Database, DatabaseUnavailable, PostgresStore
from kit.data.lines import SERVER_SETTINGS
from testkit.waiting import until


async def test_a_store_waits_for_one_of_a_few_connections(kit_database: Database) -> None:
    store = PostgresStore(kit_database)

    backends = await asyncio.gather(*(store.fetchval("select pg_backend_pid() from pg_sleep(0.01)") for _ in range(40)))

    assert len(set(backends)) <= 4


async def test_who_waits_for_a_connection_gets_one_though_others_ask_again_and_again(kit_database: Database) -> None:
    store = PostgresStore(kit_database)
    answered = 0

    async def ask_again_and_again() -> None:
        nonlocal answered
        async with asyncio.timeout(60):
            for _ in range(50):
                await store.fetchval("select 1")
                answered += 1

    await asyncio.gather(*(ask_again_and_again() for _ in range(12)))

    assert answered == 600


async def test_a_connection_that_was_cut_while_nobody_used_it_is_not_lent_again(kit_database: Database) -> None:
    cut = asyncio.Event()
    async with kit_database.acquire() as connection:
        backend = await connection.fetchval("select pg_backend_pid()")
        connection.add_termination_listener(lambda _: cut.set())

    async with Database(kit_database.url, size=1) as another, asyncio.timeout(60):
        await PostgresStore(another).fetchval("select pg_terminate_backend($1)", backend)
        await cut.wait()

    store = PostgresStore(kit_database)
    assert await asyncio.gather(*(store.fetchval("select 1") for _ in range(4))) == [1] * 4


async def test_who_closes_waits_for_what_still_runs_and_for_nothing_else(
    kit_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(kit_database.url, size=2)
    await database.open()
    store = PostgresStore(database)
    await asyncio.gather(*(store.fetchval("select 1") for _ in range(4)))
    begun = asyncio.Event()

    async def write() -> int:
        async with store.transaction() as inside:
            begun.set()
            return await inside.fetchval("select 7 from pg_sleep(0.3)")

    writing = asyncio.create_task(write())
    await begun.wait()
    await database.close()

    assert await writing == 7
    assert not caplog.records


async def test_connections_that_nobody_needs_are_given_back(
    kit_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("connections", "database"):
        monkeypatch.setattr(f"kit.data.{module}.IDLE_S", 0.05)
    async with Database(kit_database.url, size=3, name="idle") as database:
        store = PostgresStore(database)
        await asyncio.gather(*(store.fetchval("select 1 from pg_sleep(0.05)") for _ in range(3)))
        await until(lambda: all_are_gone(kit_database, "idle"))

        assert await store.fetchval("select 1") == 1


async def all_are_gone(database: Database, name: str) -> bool:
    found = "select exists (select from pg_stat_activity where application_name = $1)"
    return not await PostgresStore(database).fetchval(found, name)


async def test_what_an_abandoned_statement_left_behind_is_not_lent(kit_database: Database) -> None:
    store = PostgresStore(kit_database)
    with pytest.raises(TimeoutError):  # noqa: PT012 (the failure is inside the transaction)
        async with asyncio.timeout(0.1), store.transaction() as inside:
            await inside.execute("insert into kit_inbox (key) values ('a')")
            await inside.fetchval("select pg_sleep(60)")

    found = await asyncio.gather(*(store.fetchval("select exists (select from kit_inbox)") for _ in range(8)))

    assert found == [False] * 8


async def test_a_connection_that_was_cut_is_replaced(kit_database: Database) -> None:
    store = PostgresStore(kit_database)

    with pytest.raises(DatabaseUnavailable):
        await store.execute("select pg_terminate_backend(pg_backend_pid())")

    assert await store.fetchval("select 1") == 1


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system cannot tell")
async def test_both_ends_of_a_line_to_another_host_look_whether_the_other_is_there(kit_database: Database) -> None:
    """What they then do only hosts that vanish show (e2e/hosts)."""
    async with kit_database.acquire() as connection:
        ours = connection._transport.get_extra_info("socket")
        theirs = await connection.fetch("select name, setting from pg_settings where name like 'tcp_%'")

    assert ours.family == socket.AF_INET
    assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 3000
    assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    assert {row["name"]: row["setting"] for row in theirs} == dict(SERVER_SETTINGS)
