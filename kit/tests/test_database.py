"""Stores, transactions, and what is done once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest
from pydantic import BaseModel

from kit.data.database import AlreadyDone, Database, DatabaseUnavailable, PostgresStore
from kit.data.database_errors import TextUnstorable, said_of
from kit.tests.bells import Bells, a_ring
from testkit.databases import TestPostgres


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


async def test_a_connection_of_its_own_has_settings_of_its_own_beside_those_of_all(kit_database: Database) -> None:
    own = await kit_database.connect(synchronous_commit="local")
    try:
        assert await own.fetchval("show synchronous_commit") == "local"
        assert await own.fetchval("show plan_cache_mode") == "force_generic_plan"
    finally:
        await own.close()

    async with kit_database.acquire() as pooled:
        assert await pooled.fetchval("show synchronous_commit") != "local"


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


async def test_a_database_that_is_away_is_said_to_be_unavailable() -> None:
    async with Database("postgresql://nobody:secret@127.0.0.1:1/nothing") as database:
        with pytest.raises(DatabaseUnavailable) as refused:
            await Notebook(database).fetchval("select 1")

    assert "secret" not in str(refused.value)


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


def test_a_full_disk_is_said_without_the_name_of_a_file() -> None:
    error = asyncpg.DiskFullError('could not extend file "base/16395/17089": No space left on device')

    assert said_of(error) == "its disk is full"
