"""The servers that tests share: nothing leaks from one test into another, and nothing outlives a run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from kit.data.migrations import KIT, read_files
from testkit.databases import TestPostgres
from testkit.system import ROOT
from testkit.waiting import wait_until


async def test_two_tests_of_one_service_share_nothing(postgres: TestPostgres) -> None:
    one, two = await postgres.clone("empty", lambda _: []), await postgres.clone("empty", lambda _: [])
    owner = await asyncpg.connect(one.owner_url)
    await owner.execute("create table only_here ()")
    await owner.close()

    other = await asyncpg.connect(two.owner_url)
    assert await other.fetchval("select count(*) from pg_tables where tablename = 'only_here'") == 0
    await other.close()
    for clone in (one, two):
        await postgres.drop(clone.name)


async def test_a_database_that_was_given_back_is_lent_again_as_empty_as_a_new_one(postgres: TestPostgres) -> None:
    server = TestPostgres(postgres.url, postgres.run)
    first = await server.lend("kit", lambda _: read_files("kit", KIT))
    left_behind = await asyncpg.connect(first.url)
    for key in ("few", "many" * 1000):
        await left_behind.execute("insert into kit_inbox (key) select $1 || n from generate_series(1, 50) as n", key)
    await left_behind.execute("insert into kit_outbox (id, subject, body) values (gen_random_uuid(), 's', '{}')")

    await server.give_back(first)
    again = await server.lend("kit", lambda _: read_files("kit", KIT))

    assert again == first
    with pytest.raises((asyncpg.PostgresConnectionError, asyncpg.InterfaceError)):
        await left_behind.fetchval("select 1")
    connection = await asyncpg.connect(again.url)
    assert await connection.fetchval("select count(*) from kit_inbox") == 0
    position = "insert into kit_outbox (id, subject, body) values (gen_random_uuid(), 's', '{}') returning position"
    assert await connection.fetchval(position) == 1
    assert await connection.fetchval("select count(*) from kit_migrations") > 0
    await connection.close()
    await server.drop(again.name)


async def test_what_one_connection_learnt_of_postgresqls_own_types_all_know(postgres: TestPostgres) -> None:
    asked: list[str] = []

    for _ in range(2):
        asked.clear()
        connection = await asyncpg.connect(postgres.url)
        with connection.query_logger(lambda record: asked.append(record.query)):
            assert await connection.fetchval("select $1::macaddr[]", []) == []
            await connection.close()

    assert [query for query in asked if "typeinfo" in query] == []


def test_a_run_that_is_killed_leaves_no_server(tmp_path: Path) -> None:
    test = tmp_path / "test_waiting.py"
    test.write_text(
        "import pathlib, time\n"
        "def test_waiting(postgres):\n"
        f"    pathlib.Path({str(tmp_path)!r}, 'url').write_text(postgres.url)\n"
        "    time.sleep(60)\n"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_TEST_")}
    command = [sys.executable, "-m", "pytest", "-p", "testkit.plugin", "-c", os.devnull, str(test)]
    run = subprocess.Popen(  # noqa: S603 (our own interpreter)
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    )
    wait_until((tmp_path / "url").exists)
    url = (tmp_path / "url").read_text()

    run.send_signal(signal.SIGKILL)
    run.wait()

    wait_until(lambda: not _is_up(url))


def test_what_tests_start_hears_an_interrupt_also_where_a_shell_runs_them_in_the_background(tmp_path: Path) -> None:
    test = tmp_path / "test_interrupt.py"
    test.write_text(
        "import signal\ndef test_it_is_heard():\n    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN\n"
    )
    in_background = 'trap "" INT; exec "$@"'
    command = [sys.executable, "-m", "pytest", "-p", "testkit.plugin", "-c", os.devnull, str(test)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_TEST_")}

    run = subprocess.run(  # noqa: S603 (our own interpreter)
        ["/bin/sh", "-c", in_background, "sh", *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout


def _is_up(url: str) -> bool:
    from local.postgres import answers

    return answers(url)
