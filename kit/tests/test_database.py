"""Stores, transactions, and what is done once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest
from pydantic import BaseModel

from kit.data.database import AlreadyDone, Database, DatabaseUnavailable, PostgresStore
from kit.data.database_errors import TextUnstorable
from kit.tests.bells import Bells, a_ring
from testkit.databases import TestPostgres
from testkit.waiting import until


class Notebook(PostgresStore):
    async def note(self, key: str) -> None:
        await self.execute("insert into kit_inbox (key) values ($1)", key)

    async def has(self, key: str) -> bool:
        return await self.fetchval("select exists (select from kit_inbox where key = $1)", key)


async def test_what_a_transaction_wrote_is_gone_when_its_body_fails(kit_database: Database) -> None:
    notebook = Notebook(kit_database)

    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the failure is inside the transaction)
        async with notebook.transaction() as page:
            await page.note("a")
            raise ZeroDivisionError

    assert not await notebook.has("a")


async def test_a_text_with_the_character_0_is_a_mistake_of_who_sent_it(kit_database: Database) -> None:
    notebook = Notebook(kit_database)

    with pytest.raises(TextUnstorable):
        await notebook.note("a\x00b")
    with pytest.raises(TextUnstorable):
        async with notebook.transaction() as page:
            await page.fetchval("select $1::jsonb ->> 'a'", {"a": "\x00"})


async def test_a_store_outside_its_transaction_does_not_see_what_is_not_committed(kit_database: Database) -> None:
    notebook = Notebook(kit_database)

    async with notebook.transaction() as page:
        await page.note("a")
        assert await page.has("a")
        assert not await notebook.has("a")

    assert await notebook.has("a")


async def test_two_stores_share_one_transaction(kit_database: Database) -> None:
    notebook, bells = Notebook(kit_database), Bells(kit_database)

    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the failure is inside the transaction)
        async with notebook.transaction() as page:
            await page.note("a")
            await page.joined(bells).publish(a_ring())
            raise ZeroDivisionError

    assert await bells.count_waiting() == 0


async def test_a_key_is_carried_out_once(kit_database: Database) -> None:
    notebook = Notebook(kit_database)
    event_id = uuid4()

    async with notebook.transaction(once=event_id) as page:
        await page.note("a")
    with pytest.raises(AlreadyDone):
        async with notebook.transaction(once=event_id) as page:
            await page.note("b")

    assert not await notebook.has("b")


async def test_a_key_whose_transaction_failed_may_be_tried_again(kit_database: Database) -> None:
    notebook = Notebook(kit_database)
    with pytest.raises(ZeroDivisionError):
        async with notebook.transaction(once="k"):
            raise ZeroDivisionError

    async with notebook.transaction(once="k") as page:
        await page.note("a")

    assert await notebook.has("a")


async def test_of_ten_who_use_one_key_at_once_one_does_the_work(kit_database: Database) -> None:
    notebook = Notebook(kit_database)

    async def work(number: int) -> None:
        async with notebook.transaction(once="k") as page:
            await asyncio.sleep(0.02)
            await page.note(f"by {number}")

    ended = await asyncio.gather(*(work(number) for number in range(10)), return_exceptions=True)

    assert sum(isinstance(end, AlreadyDone) for end in ended) == 9
    assert await notebook.fetchval("select count(*) from kit_inbox where key like 'by %'") == 1


async def test_a_transaction_inside_a_transaction_is_refused(kit_database: Database) -> None:
    async with Notebook(kit_database).transaction() as page:
        with pytest.raises(RuntimeError, match="inside a transaction already"):
            async with page.transaction():
                pass


async def test_an_event_outside_a_transaction_is_refused(kit_database: Database) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction only"):
        await Bells(kit_database).publish(a_ring())


class Thing(BaseModel):
    id: UUID
    at: datetime


async def test_jsonb_takes_and_gives_plain_values(kit_database: Database) -> None:
    notebook = Notebook(kit_database)
    thing = Thing(id=uuid4(), at=datetime(2026, 1, 1, tzinfo=UTC))

    kept = await notebook.fetchval("select $1::jsonb", {"things": [thing], "none": None, "text": "₹ “1”"})

    assert kept == {"things": [thing.model_dump(mode="json")], "none": None, "text": "₹ “1”"}
    assert await notebook.fetchval("select $1::json", [1, "a"]) == [1, "a"]


async def test_a_store_waits_for_one_of_a_few_connections(kit_database: Database) -> None:
    notebook = Notebook(kit_database)

    backends = await asyncio.gather(
        *(notebook.fetchval("select pg_backend_pid() from pg_sleep(0.01)") for _ in range(40))
    )

    assert len(set(backends)) <= 4


async def test_who_waits_for_a_connection_gets_one_though_others_ask_again_and_again(kit_database: Database) -> None:
    notebook = Notebook(kit_database)
    answered = 0

    async def ask_again_and_again() -> None:
        nonlocal answered
        async with asyncio.timeout(60):
            for _ in range(50):
                await notebook.fetchval("select 1")
                answered += 1

    await asyncio.gather(*(ask_again_and_again() for _ in range(12)))

    assert answered == 600


async def test_a_connection_that_was_cut_while_nobody_used_it_is_not_lent_again(kit_database: Database) -> None:
    notebook = Notebook(kit_database)
    async with kit_database.acquire() as one, kit_database.acquire() as other:
        backend = await one.fetchval("select pg_backend_pid()")
        killer = await other.fetchval("select pg_backend_pid()")

    async with kit_database.acquire() as connection:
        if await connection.fetchval("select pg_backend_pid()") == backend:
            backend, killer = killer, backend
        await connection.execute("select pg_terminate_backend($1)", backend)
        await connection.execute("select pg_sleep(0.2)")
        assert await asyncio.gather(*(notebook.fetchval("select 1") for _ in range(3))) == [1, 1, 1]


async def test_who_closes_waits_for_what_still_runs_and_for_nothing_else(
    kit_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(kit_database.url, size=2)
    await database.open()
    notebook = Notebook(database)
    await asyncio.gather(*(notebook.fetchval("select 1") for _ in range(4)))
    begun = asyncio.Event()

    async def write() -> int:
        async with notebook.transaction() as page:
            begun.set()
            return await page.fetchval("select 7 from pg_sleep(0.3)")

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
        notebook = Notebook(database)
        await asyncio.gather(*(notebook.fetchval("select 1 from pg_sleep(0.05)") for _ in range(3)))
        await until(lambda: all_are_gone(kit_database, "idle"))

        assert await notebook.fetchval("select 1") == 1


async def all_are_gone(database: Database, name: str) -> bool:
    found = "select exists (select from pg_stat_activity where application_name = $1)"
    return not await Notebook(database).fetchval(found, name)


async def test_what_an_abandoned_statement_left_behind_is_not_lent(kit_database: Database) -> None:
    notebook = Notebook(kit_database)
    with pytest.raises(TimeoutError):  # noqa: PT012 (the failure is inside the transaction)
        async with asyncio.timeout(0.1), notebook.transaction() as page:
            await page.note("a")
            await page.fetchval("select pg_sleep(60)")

    found = await asyncio.gather(*(notebook.has("a") for _ in range(8)))

    assert found == [False] * 8


async def test_a_database_that_is_away_is_said_to_be_unavailable() -> None:
    async with Database("postgresql://nobody:secret@127.0.0.1:1/nothing") as database:
        with pytest.raises(DatabaseUnavailable) as refused:
            await Notebook(database).fetchval("select 1")

    assert "secret" not in str(refused.value)


async def test_a_connection_that_was_cut_is_replaced(kit_database: Database) -> None:
    notebook = Notebook(kit_database)

    with pytest.raises(DatabaseUnavailable):
        await notebook.execute("select pg_terminate_backend(pg_backend_pid())")

    assert await notebook.fetchval("select 1") == 1


async def test_a_transaction_whose_connection_was_cut_is_told_and_not_kept(kit_database: Database) -> None:
    notebook = Notebook(kit_database)

    with pytest.raises(DatabaseUnavailable):  # noqa: PT012 (the failure is inside the transaction)
        async with notebook.transaction() as page:
            await page.note("a")
            backend = await page.fetchval("select pg_backend_pid()")
            await notebook.execute("select pg_terminate_backend($1)", backend)
            await page.note("b")

    assert not await notebook.has("a")


async def test_no_role_connects_to_another_services_database(postgres: TestPostgres, kit_database: Database) -> None:
    theirs = await postgres.clone("other", lambda _: [])
    try:
        server = kit_database.url.rpartition("/")[0]
        for database in (theirs.name, "postgres", "template1"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(f"{server}/{database}")
    finally:
        await postgres.drop(theirs.name)


async def test_who_serves_changes_rows_and_never_tables(kit_database: Database) -> None:
    notebook = Notebook(kit_database)

    for forbidden in (
        "create table mine ()",
        "drop table kit_inbox",
        "alter table kit_inbox add column more text",
        "truncate kit_inbox",
        "create temporary table mine ()",
        "delete from kit_migrations",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await notebook.execute(forbidden)
