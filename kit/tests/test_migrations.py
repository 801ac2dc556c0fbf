"""Numbered files, run once, by the owner."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from kit.data import migrations, versions
from kit.data.database import Database, PostgresStore
from kit.data.migration_errors import (
    ContractRefused,
    ExpandsBehindContract,
    MigrationFailed,
    MigrationsBehind,
    MigrationWrong,
    TablesTakenAway,
)
from kit.data.migrations import Migration, check, migrate, migrations_of, read_files, role_in
from kit.data.versions import Version
from testkit.databases import Clone, TestPostgres
from testkit.waiting import until

FIRST = Migration("shelf/0001_things", "create table things (name text primary key);")
SECOND = Migration("shelf/0002_colours", "alter table things add column colour text;")


@pytest.fixture
async def empty(postgres: TestPostgres) -> AsyncIterator[Clone]:
    clone = await postgres.clone("empty", lambda _: [])
    yield clone
    await postgres.drop(clone.name)


async def test_each_file_runs_once_and_in_order(empty: Clone) -> None:
    assert await migrate(empty.owner_url, [FIRST]) == ["shelf/0001_things"]
    assert await migrate(empty.owner_url, [FIRST, SECOND]) == ["shelf/0002_colours"]
    assert await migrate(empty.owner_url, [FIRST, SECOND]) == []


async def test_the_role_that_serves_reads_and_writes_also_what_comes_later(empty: Clone) -> None:
    role = role_in(empty.url)
    await migrate(empty.owner_url, [FIRST], role)
    later = Migration("shelf/0002_more", "create table more (id bigint generated always as identity);")
    await migrate(empty.owner_url, [FIRST, later], role)

    async with Database(empty.url) as database:
        store = PostgresStore(database)
        await store.execute("insert into things values ('a')")
        await store.execute("insert into more default values")
        await check(database, [FIRST, later])


async def test_six_who_migrate_at_once_run_each_file_once(empty: Clone) -> None:
    extension = Migration("shelf/0002_words", "create extension if not exists pg_trgm; select pg_sleep(0.05);")

    ran = await asyncio.gather(*(migrate(empty.owner_url, [FIRST, extension]) for _ in range(6)))

    assert sorted(ran, key=len) == [[], [], [], [], [], ["shelf/0001_things", "shelf/0002_words"]]


async def test_a_file_that_fails_changes_nothing_and_names_its_line(empty: Clone) -> None:
    broken = Migration("shelf/0002_broken", "create table half ();\n\nalter table nowhere add column a text;")

    with pytest.raises(MigrationFailed, match="shelf/0002_broken") as failed:
        await migrate(empty.owner_url, [FIRST, broken])

    assert 'relation "nowhere" does not exist' in failed.value.cause
    mended = Migration("shelf/0002_broken", "create table half ();")
    assert await migrate(empty.owner_url, [FIRST, mended]) == ["shelf/0002_broken"]


async def test_a_syntax_error_names_its_line(empty: Clone) -> None:
    with pytest.raises(MigrationFailed, match="line 3"):
        await migrate(empty.owner_url, [Migration("shelf/0001_wrong", "select 1;\n\nselekt 2;")])


async def test_a_file_that_was_changed_after_it_ran_is_refused(empty: Clone) -> None:
    await migrate(empty.owner_url, [FIRST])

    with pytest.raises(MigrationWrong, match="was changed after it had run"):
        await migrate(empty.owner_url, [Migration(FIRST.name, FIRST.sql + " -- innocent")])


async def test_a_change_does_not_wait_for_ever_behind_those_who_use_the_table(
    empty: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "LOCK_WAIT", "100ms")
    await migrate(empty.owner_url, [FIRST])
    user = await asyncpg.connect(empty.owner_url)
    try:
        async with user.transaction():
            await user.execute("insert into things values ('busy')")
            with pytest.raises(MigrationFailed, match="that others use"):
                await migrate(empty.owner_url, [FIRST, SECOND])
    finally:
        await user.close()


async def test_a_serving_process_sees_that_the_database_is_behind(empty: Clone) -> None:
    await migrate(empty.owner_url, [FIRST], role_in(empty.url))

    async with Database(empty.url) as database:
        await check(database, [FIRST])
        with pytest.raises(MigrationsBehind, match="shelf/0002_colours"):
            await check(database, [FIRST, SECOND])


async def test_a_database_that_is_ahead_serves_the_older_release(empty: Clone) -> None:
    await migrate(empty.owner_url, [FIRST, SECOND], role_in(empty.url))

    async with Database(empty.url) as database:
        await check(database, [FIRST])


async def test_a_database_that_nobody_migrated_is_behind(postgres: TestPostgres) -> None:
    connection = await asyncpg.connect(postgres.url)
    name = f"{postgres.run.prefix}_bare"
    await connection.execute(f'create database "{name}"')
    try:
        async with Database(postgres.url.rpartition("/")[0] + f"/{name}") as database:
            with pytest.raises(MigrationsBehind):
                await check(database, [FIRST])
    finally:
        await connection.execute(f'drop database "{name}" with (force)')
        await connection.close()


async def test_the_command_migrates_what_the_environment_names(
    postgres: TestPostgres, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "migrations_of", lambda service: [FIRST] if service == "shelf" else [])
    clone = await postgres.clone("empty", lambda _: [])
    env = {"SOUK_SHELF_DATABASE_URL": clone.url, "SOUK_SHELF_OWNER_DATABASE_URL": clone.owner_url}
    try:
        first = await asyncio.to_thread(migrations.main, ["shelf"], env)
        again = await asyncio.to_thread(migrations.main, ["shelf"], env)
    finally:
        await postgres.drop(clone.name)

    assert (first, again) == (0, 0)
    assert capsys.readouterr().out == "shelf: shelf/0001_things\nshelf: nothing to do\n"


def test_the_command_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert migrations.main(["shelf"], {}) == 1
    assert "SOUK_SHELF_OWNER_DATABASE_URL is not set." in capsys.readouterr().err
    assert migrations.main([], {}) == 2


def test_kits_own_files_come_first() -> None:
    owners = [migration.name.partition("/")[0] for migration in migrations_of(_any_service())]

    assert owners[0] == "kit"
    assert owners == sorted(owners, key=lambda owner: owner != "kit")


def test_an_unknown_service_is_named() -> None:
    with pytest.raises(MigrationWrong, match="no service nowhere"):
        migrations_of("nowhere")


def test_two_files_of_one_number_are_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_a.sql").write_text("")
    (tmp_path / "0001_b.sql").write_text("")

    with pytest.raises(MigrationWrong, match="the same number"):
        read_files("shelf", tmp_path)


def test_a_file_without_a_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "things.sql").write_text("")

    with pytest.raises(MigrationWrong, match="not named as a migration"):
        read_files("shelf", tmp_path)


def _any_service() -> str:
    from testkit.system import services

    return next(iter(services()))


CONTRACT = Migration("shelf/0003_no_colours", "-- contract: of no use\nalter table things drop column colour;")
OLDER, NEWER = Version("shelf", 0, 2), Version("shelf", 0, 3)


async def test_what_an_older_version_uses_stays_while_that_one_is_at_work(empty: Clone) -> None:
    await migrate(empty.owner_url, [FIRST, SECOND], role_in(empty.url))
    older = await Database(empty.url, name=OLDER.mark).connect()

    with pytest.raises(ContractRefused, match="shelf/0003_no_colours takes away") as refused:
        await migrate(empty.owner_url, [FIRST, SECOND, CONTRACT])

    assert "up to 0002" in refused.value.cause
    assert "replace it first" in refused.value.fix
    assert await older.fetch("select colour from things") == []
    await older.close()
    async with Database(empty.url, name=NEWER.mark) as newer:
        await newer.check()
        await _until_gone(newer, OLDER)
        assert await migrate(empty.owner_url, [FIRST, SECOND, CONTRACT]) == ["shelf/0003_no_colours"]


async def test_who_says_nothing_of_its_version_is_older_than_all(empty: Clone) -> None:
    await migrate(empty.owner_url, [FIRST, SECOND])
    async with Database(empty.url, name="shelf") as silent:
        await silent.check()

        with pytest.raises(ContractRefused):
            await migrate(empty.owner_url, [FIRST, SECOND, CONTRACT])


async def test_before_a_release_tables_are_only_expanded_and_the_new_version_is_ready(empty: Clone) -> None:
    ran = await migrate(empty.owner_url, [FIRST, SECOND, CONTRACT], only_expand=True)

    assert ran == ["shelf/0001_things", "shelf/0002_colours"]
    async with Database(empty.owner_url) as database:
        await check(database, [FIRST, SECOND, CONTRACT])


async def test_a_release_whose_tables_come_after_a_contracting_file_is_refused(empty: Clone) -> None:
    behind = Migration("shelf/0004_sizes", "alter table things add column size text;")

    with pytest.raises(ExpandsBehindContract, match="shelf/0004_sizes") as refused:
        await migrate(empty.owner_url, [FIRST, SECOND, CONTRACT, behind], only_expand=True)

    assert "ends with shelf/0003_no_colours" in refused.value.fix


async def test_a_version_from_before_a_contracting_file_does_not_come_back(empty: Clone) -> None:
    await migrate(empty.owner_url, [FIRST, SECOND, CONTRACT], role_in(empty.url))

    async with Database(empty.url) as database:
        await check(database, [FIRST, SECOND, CONTRACT])
        with pytest.raises(TablesTakenAway, match="shelf/0003_no_colours took away"):
            await check(database, [FIRST, SECOND])
    with pytest.raises(TablesTakenAway):
        await migrate(empty.owner_url, [FIRST, SECOND], only_expand=True)


async def test_a_file_that_ran_may_be_marked_later(empty: Clone) -> None:
    marked = Migration(SECOND.name, f"-- contract: for a test\n{SECOND.sql}")

    await migrate(empty.owner_url, [FIRST, SECOND])

    assert await migrate(empty.owner_url, [FIRST, marked]) == []


async def _until_gone(database: Database, version: Version) -> None:
    """The server learns of an end a moment later."""

    async def is_gone() -> bool:
        async with database.acquire() as connection:
            return version not in await versions.at_work(connection, version.service)

    await until(is_gone)
